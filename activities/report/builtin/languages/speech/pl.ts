import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:wielki |ogromny )?sukces|(?:bardzo )?(?:dobry|świetny|doskonały) pomysł|dobra rzecz|świetn[yae]|dobr[yae]|wspaniał[yae]|potrzebn[yae])';
const BAD =
  '(?:(?:totalna |zupełna )?(?:katastrofa|porażka)|błąd|wstyd|zły pomysł|fatalny pomysł|zł[yae]|okropn[yae]|fataln[yae]|niepotrzebn[yae]|(?:strata|marnotrawstwo|marnowanie) pieniędzy|marnotrawstwo)';
const WAS = '(?:był |była |było |będzie |byłby |byłaby )?';

/** Endings of nouns and adjectives; no kept package knows the forms of Polish words. */
const ENDING = /(?:iach|ami|ach|owi|ego|emu|ymi|imi|ów|om|em|ej|ym|im|ie|ą|ę|a|e|i|o|u|y)$/u;
const stem = (word: string): string => (word.length > 4 ? word.replace(ENDING, '') : word);

export const PL: Table = {
  rewrites: [
    [pattern`\bproszę\b|\bdziękuję\b`, ' '],
    [pattern`\b(?:uważam|myślę|sądzę), że (?!nie\b)`, ''],
    [pattern`\bmoim zdaniem,? `, ''],
    [pattern`\bnie (?:chcemy|chcę|potrzebujemy|potrzeba|trzeba|należy|powinniśmy)\b`, 'nie'],
    [pattern`\b(?:należy|powinniśmy|musimy|trzeba by)\b`, 'trzeba'],
  ],
  and: 'i oraz',
  fillers: 'jest są to bardzo naprawdę też także koniecznie wreszcie',
  openings: [
    /^(?:potrzebujemy|potrzeba|potrzebne|chcemy|chcę|trzeba|domagamy się|prosimy o) /,
    /^(?:miasto|gmina|rząd) (?:powinno|powinna|powinien|musi) /,
  ],
  endings: / (?:teraz|już|natychmiast)$/,
  hinges: 'bez ani niż zanim przed po jeśli jeżeli dopóki ponieważ bo chociaż tylko oprócz ale lecz zamiast jak gdy',
  leanings: 'przeciw przeciwko za stop może mógłby więcej mniej mało zbyt nikt nic żaden żadna żadne koniec odrzucam',
  negations: 'nie nigdy żaden żadna żadne żadnych',
  opposites: [
    ['więcej', 'mniej'],
    ['zwiększyć podnieść', 'zmniejszyć obniżyć'],
    ['pozwolić zezwolić', 'zakazać zabronić'],
    ['otworzyć otwarta otwarty', 'zamknąć zamknięta zamknięty'],
    ['budować zbudować', 'burzyć zburzyć'],
    ['zachować utrzymać', 'zlikwidować usunąć'],
    ['lepszy lepsza lepsze lepiej', 'gorszy gorsza gorsze gorzej'],
    ['dobry dobra dobre', 'zły zła złe'],
    ['bezpieczny bezpieczna', 'niebezpieczny niebezpieczna'],
    ['potrzebny potrzebna potrzebne', 'niepotrzebny niepotrzebna niepotrzebne'],
    ['tani tania tanie', 'drogi droga drogie'],
    ['bezpłatny bezpłatna bezpłatne darmowe', 'płatny płatna płatne'],
    ['możliwe', 'niemożliwe'],
    ['sukces', 'porażka katastrofa'],
  ],
  doubts: 'może mógłby mogłaby jeśli jeżeli czy wiem tylko gdyby chyba',
  nameless: 'to ten ta te on ona ono oni tu tutaj tam',
  pointers: /^(?:i |a |ale )?(?:to|ten|ta|te|tego|tamto|dlatego)(?!\p{L})/iu,
  supports: [
    /^(?:ja )?(?:jestem |jesteśmy )(?:zdecydowanie |całkowicie )?za (.+)$/u,
    /^(?:ja )?(?:popieram|popieramy|wspieram|wspieramy) (.+)$/u,
    /^tak dla (.+)$/u,
    new RegExp(`^(?!.*nie )(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    /^(?:ja )?(?:jestem |jesteśmy )(?:zdecydowanie |całkowicie )?(?:przeciw|przeciwko|przeciwn[yai]) (.+)$/u,
    /^(?:ja )?nie (?:jestem |jesteśmy )za (.+)$/u,
    /^(?:ja )?(?:nie popieram|nie popieramy|odrzucam|sprzeciwiam się) (.+)$/u,
    /^(?:nie dla|przeciw|przeciwko) (.+)$/u,
    new RegExp(`^(.+?) (?:${WAS}${BAD}|nie ${WAS}${GOOD})$`, 'u'),
  ],
  stem,
};
