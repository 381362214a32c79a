/**
 * Search and filter. A claim is found by its own words, its comment and its speaker, a statement also by who stands where;
 * accents and case do not matter. A card stays while it, or a claim folded under it, is found. What was looked for stands in the address.
 */
export const SEARCH = `
const form = document.getElementById('search');
const status = document.getElementById('found');
const UNFOLD_UP_TO = 200;
const MARK_UP_TO = 300;
const plain = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();

/** One entry a claim or statement: the card that is hidden or shown, and the text that is searched. */
let entries;
function index() {
  return (entries ??= all('.claim, .similar > li, .crux, .unlisted').map((element) => {
    const own = all('.words, .who, blockquote, .explanation, .camps bdi', element).filter((e) => e.closest('li') === element);
    const around = commentOf(element)?.textContent ?? '';
    const card = element.closest('.claim') ?? element;
    return {
      element, card, own,
      isClaim: !element.matches('.crux'),
      topic: card.closest('.topic')?.id ?? card.dataset.topic,
      shared: card.querySelector('.badge') !== null,
      groups: (element.dataset.groups ?? '').split(' '),
      around: plain(around),
      text: plain([...own.map((e) => e.textContent), around].join('\\n')),
    };
  }));
}

let unfolded = [];
let opened = [];
function open(folds) {
  for (const fold of folds) {
    if (fold.open) continue;
    fold.open = true;
    unfolded.push(fold);
  }
}

function mark(entriesFound, words) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = [];
  for (const element of entriesFound.slice(0, MARK_UP_TO).flatMap((e) => [...e.own, ...all(':scope > blockquote', e.element)])) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = plain(node.data);
      if (text.length !== node.data.length) continue;
      for (const word of words)
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
    }
  }
  CSS.highlights.set('found', new Highlight(...ranges));
}

/** What was found in a claim that is folded, or in the comment around it, is shown. */
function reveal({ element, own, around }, words) {
  const has = (text) => words.some((word) => text.includes(word));
  const hit = own.find((e) => has(plain(e.textContent))) ?? element.querySelector('.words');
  const end = element.closest('.topic, #cruxes, #comments');
  for (let at = hit; at && at !== end; at = at.parentElement) if (at.tagName === 'DETAILS') open([at]);
  const said = plain(own.map((e) => e.textContent).join('\\n'));
  if (words.some((word) => around.includes(word) && !said.includes(word)) && showComment(element)) opened.push(element);
}

function show(found, words, groups) {
  const cards = new Set(found.map((e) => e.card));
  for (const { card } of index()) card.hidden = !cards.has(card);
  const ofGroup = new Set(found.map((e) => e.element));
  for (const { element, card } of index()) if (element !== card) element.hidden = groups.length > 0 && !ofGroup.has(element);
  for (const part of all('.subtopic, .rest, .all, .topic, #cruxes, #comments'))
    part.hidden = !part.querySelector('.claim:not([hidden]), .crux:not([hidden]), .unlisted:not([hidden])');
  for (const comment of all('.comments > li:not(.unlisted)')) comment.hidden = true;
  open(all(':is(.rest, .all):not([hidden])'));
  if (words.length + groups.length > 0 && found.length <= UNFOLD_UP_TO) for (const entry of found) reveal(entry, words);
  mark(found, words);
}

function say(found) {
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  const claims = (list) => list.filter((e) => e.isClaim).length;
  const numbers = {
    claims: claims(found),
    allClaims: claims(index()),
    statements: found.length - claims(found),
    allStatements: index().length - claims(index()),
  };
  status.textContent =
    found.length === 0 ? form.dataset.none : form.dataset.found.replace(/\\{(\\w+)\\}/g, (_, name) => number(numbers[name]));
}

function apply() {
  const wanted = new FormData(form);
  const words = plain(wanted.get('q')).split(/\\s+/).filter(Boolean);
  const [topic, shared] = [wanted.get('topic'), wanted.get('shared')];
  const groups = [...wanted].filter(([name, value]) => name.startsWith('group-') && value !== '').map(([, value]) => value);
  const filtering = words.length + groups.length > 0 || topic !== '' || shared !== null;
  document.documentElement.classList.toggle('filtering', filtering);
  for (const fold of unfolded.splice(0)) fold.open = false;
  for (const claim of opened.splice(0)) hideComment(claim);
  if (filtering) {
    const found = index().filter(
      (e) =>
        (topic === '' || e.topic === topic) && (!shared || e.shared) &&
        groups.every((group) => e.groups.includes(group)) && words.every((word) => e.text.includes(word)),
    );
    show(found, words, groups);
    say(found);
    const { top } = form.parentElement.getBoundingClientRect();
    if (top < 0) scrollBy(0, top);
  } else {
    for (const part of all('main [hidden]')) part.hidden = false;
    globalThis.CSS?.highlights?.delete('found');
    status.textContent = '';
  }
  const kept = new URLSearchParams([...wanted].filter(([, value]) => value !== ''));
  const isTarget = location.hash !== '' && !location.hash.startsWith('#search?');
  if (filtering || !isTarget) history.replaceState(null, '', filtering ? '#search?' + kept : location.pathname + location.search);
}

function clear() {
  form.reset();
  apply();
}

function restore() {
  if (!location.hash.startsWith('#search?')) return goToTarget();
  for (const [name, value] of new URLSearchParams(location.hash.slice('#search?'.length))) {
    const field = form.elements.namedItem(name);
    if (field?.type === 'checkbox') field.checked = field.value === value;
    else if (field) field.value = value;
  }
  apply();
}

let waiting;
form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(apply));
form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 120);
});
addEventListener('hashchange', restore);
restore();
`;
