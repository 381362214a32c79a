import type { Words } from './words';

export const DE: Words = {
  locale: 'de-DE',
  texts: {
    title: 'Bericht zur Beteiligung',
    skip: 'Zum Bericht springen',
    contents: 'Inhalt',
    overview: 'Was gesagt wurde',
    overviewNote:
      'Die Themen, geordnet danach, wie viele verschiedene Personen sich dazu geäußert haben, jeweils mit einer der Aussagen.',
    readingTitle: 'So ist dieser Bericht zu lesen',
    summary: 'Kurz gefasst',
    top: 'Am häufigsten gesagt',
    anonymous: 'Anonym',
    related: 'verwandt',
    relatedTo: 'verwandt mit:',
    context: 'Ganzer Kommentar',
    linkTo: 'Link: {what}',
    claim: 'Aussage {n}',
    statement: 'Streitpunkt {n}',
    searchLabel: 'Aussagen, Kommentare und Personen suchen',
    searchHint: 'Aussagen, Kommentare, Personen …',
    searchTopic: 'Thema',
    searchAllTopics: 'Alle Themen',
    searchAllGroups: '{name}: alle',
    searchShared: 'Von mehreren gesagt',
    searchClear: 'Zurücksetzen',
    searchFound: '{claims} von {allClaims} Aussagen · {statements} von {allStatements} Streitpunkten',
    searchNone: 'Nichts gefunden.',
    cruxes: 'Worüber die Meinungen auseinandergehen',
    quote: '„{claim}“',
    sayAmong: 'Darunter: {claims}.',
    explainVotes:
      'Von {n} Personen, die über diesen Kommentar abgestimmt haben, sind {agree} dafür und {disagree} dagegen.',
    explainOpposite: 'Andere sagen das Gegenteil: „{claim}“',
    readingFew:
      'Wiederholungen und Gegenteile werden an Wortlisten erkannt. Diese sind kurz für: {languages}. Dort wird mehr übersehen.',
    sayOf: '{title} ({n})',
    sayMost: 'Über {title} haben mehr Personen gesprochen als über alles andere: {people} von {all}.',
    sayMostThen:
      'Über {title} haben mehr Personen gesprochen als über alles andere: {people} von {all}; dann über {others}.',
    sayLetters: '{letters} Briefe kamen von jeweils mehreren Personen; der von den meisten ({people}): „{claim}“',
    sayVotes: 'Die Stimmen gehen am weitesten auseinander bei „{claim}“: {agree} dafür, {disagree} dagegen.',
    sayWords:
      'Nach dem, was geschrieben wurde, gehen die Meinungen auseinander bei „{claim}“: {agree} dafür, {disagree} dagegen.',
    sayFew: 'Am wenigsten Personen sprachen über {topics}.',
    sayNoneSingle: 'Nichts kam nur von einer einzelnen Person.',
    cruxesVotes:
      'Was am meisten trennt: ganze Kommentare, nach den Stimmen dazu. Was Personen nur über sich selbst sagen, ist weggelassen.',
    cruxesWords:
      'Über diese Kommentare hat niemand abgestimmt. Dies sind Aussagen, die einander klar widersprechen; es kann weitere geben.',
    cruxesBoth:
      'Was am meisten trennt: ganze Kommentare, nach den Stimmen dazu, und, wo niemand abgestimmt hat, Aussagen, die einander klar widersprechen.',
    cruxesMeasure:
      '100 % geteilt hieße, dass je die Hälfte auf beiden Seiten steht; 0 % heißt Einigkeit. Es sind Vorschläge für ein Gespräch, keine Urteile.',
    noCruxes:
      'Es wurde nichts gefunden, wozu klar beide Seiten vertreten sind: weder durch Stimmen noch, wo niemand abgestimmt hat, durch Aussagen, ' +
      'die einander klar widersprechen. Die Meinungen können trotzdem auseinandergehen.',
    divided: '{share} geteilt',
    bar: 'Balken: links {disagree} dagegen, rechts {agree} dafür',
    camps: 'Wer wo steht',
    agreeing: 'Dafür',
    disagreeing: 'Dagegen',
    unclear: 'Auf beiden Seiten',
    positions: 'Wer wo steht',
    positionsNote:
      'Eine Zeile für jede Person, eine Spalte für jeden Streitpunkt oben, nach seiner Nummer: +\u00a0dafür, −\u00a0dagegen, leer ohne Position.',
    person: 'Person',
    agrees: 'dafür',
    disagrees: 'dagegen',
    groups: 'Wer worüber sprach',
    groupsNote:
      'Personen nach Themen, wie die Datei sie beschreibt. Eine Zahl zählt jene, die gezeigt werden können. „<{fewest}“ steht für niemanden, für weniger als {fewest}, und für mehr, wo sich sonst jemand durch Abziehen oder in einem anderen Thema finden ließe. „Übrige“ sind alle mit einem anderen Wert, ohne Angabe oder nicht gezeigt.',
    groupsNone:
      'Keine Gruppe ist groß genug, um gezeigt zu werden: In keinem Thema lassen sich {fewest} Personen einer Gruppe zeigen.',
    groupsOf: 'Wer worüber sprach: {name}',
    groupsOthers: 'Übrige',
    groupsAll: 'Alle',
    comments: 'Ganze Kommentare',
    commentsNote:
      'Jene, von denen die Aussagen oben nur ein Teil sind, jeder einmal, mit den zitierten Stellen markiert.',
    method: 'Wie dieser Bericht entstand',
    methodSigned: '{name} hat diesen Bericht freigegeben ({date}).',
    methodUnsigned: 'Niemand hat diesen Bericht freigegeben: Kein Mensch hat ihn geprüft.',
    methodText: 'Was mit dem Text geschah',
    methodColumns: 'Spalten:',
    methodCleaned:
      'Auszeichnung wurde zu Text, unsichtbare Zeichen wurden entfernt, was unter derselben Nummer in denselben Worten zweimal kam, wurde einmal gelesen, und was länger als 10.000 Zeichen ist, gekürzt. Sonst wurde nichts geändert.',
    methodLanguages: 'Sprachen: {languages}.',
    methodAside: 'Beiseitegelegt, mit dem Grund:',
    methodRests: 'Was worauf beruht',
    methodTopics:
      'Themen: Ein Programm misst, wie nahe sich Textstellen in der Bedeutung sind, und fasst Nahes zusammen. Ein Thema heißt nach Wörtern oder einer Stelle seiner eigenen Kommentare.',
    methodCruxes:
      'Worüber die Meinungen auseinandergehen: {votes} Streitpunkte beruhen auf Stimmen zu ganzen Kommentaren, {words} auf Aussagen, die einander wörtlich widersprechen.',
    methodErrors: 'Wie oft das irrt',
    methodMeasured:
      'Gemessen am {date} an wirklichen Beteiligungen: {data}. Die Einstellungen wurden an diesen gewählt. Bei anderen Kommentaren kann es besser oder schlechter ausfallen.',
    methodMade: 'Womit er entstand',
    methodDefaults: 'Optionen: keine.',
    methodOptions: 'Optionen:',
    methodNotFound: 'nichts hat diese Kennung noch',
    methodLimits: 'Die Grenzen von alledem stehen unter „So ist dieser Bericht zu lesen“.',
    inputs: 'Was aus jedem Kommentar wurde',
    allUsed: 'Keiner wurde ausgelassen.',
    unused: 'Eingaben mit einem Vermerk oder Grund',
    noReason: 'kein Grund vermerkt',
    empty: 'In diesen Kommentaren wurden keine Aussagen gefunden.',
    madeBy: 'Auswertung: {analyser}.',
    otherTopic: 'Sonstiges',
    quotedTitle: '„{words}“',
    unnamedSpeaker: 'Anonym {id}',
    maskedSpeaker: 'Person {id}',
    row: 'Zeile {n}',
    rowOfId: '{id} (Zeile {n})',
    builtin: 'eingebaut',
  },
  counts: {
    comments: { one: '{n} Kommentar', other: '{n} Kommentare' },
    people: { one: '{n} Person', other: '{n} Personen' },
    topics: { one: '{n} Thema', other: '{n} Themen' },
    claims: { one: '{n} Aussage', other: '{n} Aussagen' },
    statements: { one: '{n} Streitpunkt', other: '{n} Streitpunkte' },
    rows: { one: '{n} Zeile', other: '{n} Zeilen' },
    described: {
      one: 'Geäußert in {n} Kommentar von {people}.',
      other: 'Geäußert in {n} Kommentaren von {people}.',
    },
    sayAll: { one: '{n} Person sprach über {title}.', other: 'Alle {n} Personen sprachen über {title}.' },
    sayAllAlso: {
      one: '{n} Person sprach über {title}, auch über {others}.',
      other: 'Alle {n} Personen sprachen über {title}, viele auch über {others}.',
    },
    saySame: {
      one: 'In fast denselben Worten sagte {n} Person: „{claim}“',
      other: 'In fast denselben Worten sagten {n} Personen: „{claim}“',
    },
    sayLetter: {
      one: '{n} Person schickte einen Brief mit diesem Wortlaut: „{claim}“',
      other: '{n} Personen schickten einen Brief mit diesem Wortlaut: „{claim}“',
    },
    sayUndivided: {
      one: 'Es wurde nichts gefunden, wozu klar beide Seiten vertreten sind.',
      other: 'Bei keinem der {n} Themen wurde etwas gefunden, wozu klar beide Seiten vertreten sind.',
    },
    saySingle: {
      one: '{single} von {n} Aussage kam von nur einer Person.',
      other: '{single} von {n} Aussagen kamen von jeweils nur einer Person.',
    },
    sayTopic: {
      one: '{n} Aussage zu diesem Thema, von {people}.',
      other: '{n} Aussagen zu diesem Thema, von {people}.',
    },
    sayRepeat: {
      one: '{n} Aussage wiederholt, was eine andere sagt.',
      other: '{n} Aussagen wiederholen, was eine andere sagt.',
    },
    saidBy: { one: '({n} Person)', other: '({n} Personen)' },
    letter: {
      one: '{n} Person hat einen Brief mit diesem Wortlaut geschickt',
      other: '{n} Personen haben einen Brief mit diesem Wortlaut geschickt',
    },
    similar: { one: '{n} Aussage, die dasselbe sagt', other: '{n} Aussagen, die dasselbe sagen' },
    unlistedSimilar: {
      one: '{n} weitere, die dasselbe sagt: claims.csv.',
      other: '{n} weitere, die dasselbe sagen: claims.csv.',
    },
    allClaims: { one: '{n} Aussage zeigen', other: 'Alle {n} Aussagen zeigen' },
    moreClaims: { one: '{n} weitere Aussage', other: '{n} weitere Aussagen' },
    unlistedClaims: {
      one: '{n} weitere Aussage steht in claims.csv, ihr Kommentar unter „Ganze Kommentare“.',
      other: '{n} weitere Aussagen stehen in claims.csv, ihre Kommentare unter „Ganze Kommentare“.',
    },
    moreCruxes: { one: '{n} weiterer Streitpunkt', other: '{n} weitere Streitpunkte' },
    unlistedCruxes: {
      one: 'Der {n} Streitpunkt danach: report.json.',
      other: 'Die {n} Streitpunkte danach: report.json.',
    },
    agree: { one: '{n} dafür', other: '{n} dafür' },
    disagree: { one: '{n} dagegen', other: '{n} dagegen' },
    votes: { one: '{n} Stimme zu diesem ganzen Kommentar', other: '{n} Stimmen zu diesem ganzen Kommentar' },
    byWords: { one: '{n} Person, nach ihren Worten', other: '{n} Personen, nach ihren Worten' },
    morePositions: {
      one: '{n} weitere Person und alle Streitpunkte: report.json.',
      other: '{n} weitere Personen und alle Streitpunkte: report.json.',
    },
    methodRead: { one: 'Gelesen: {n} Zeile,', other: 'Gelesen: {n} Zeilen,' },
    methodMasked: {
      one: 'Telefonnummern, E-Mail-Adressen und dergleichen sind unkenntlich gemacht: in {n} Kommentar.',
      other: 'Telefonnummern, E-Mail-Adressen und dergleichen sind unkenntlich gemacht: in {n} Kommentaren.',
    },
    methodClaims: {
      one: 'Aussagen: eine Stelle eines Kommentars, Buchstabe für Buchstabe. Zusammengezählt werden sie nur, wo fast dieselben Worte bleiben, wenn man wegnimmt, was nichts hinzufügt: {merged} von {n} stehen unter einer anderen.',
      other:
        'Aussagen: eine Stelle eines Kommentars, Buchstabe für Buchstabe. Zusammengezählt werden sie nur, wo fast dieselben Worte bleiben, wenn man wegnimmt, was nichts hinzufügt: {merged} von {n} stehen unter einer anderen.',
    },
    methodPairs: {
      one: 'Von {n} Paar von Aussagen, von einem Menschen beurteilt, wurden {merged} zusammengezählt, davon {precision} zu Recht; von denen, die in fast denselben Worten dasselbe sagen, wurden {recall} gefunden.',
      other:
        'Von {n} Paaren von Aussagen, jedes von einem Menschen beurteilt, wurden {merged} zusammengezählt, davon {precision} zu Recht; von denen, die in fast denselben Worten dasselbe sagen, wurden {recall} gefunden.',
    },
    methodMix: {
      one: '{n} Kommentar mehrerer Beteiligungen, gemischt ({language}): Themen hielten diese zu {nmi} von 1 auseinander; von den fünf Kommentaren mit der nächsten Bedeutung kamen {nearest} aus derselben.',
      other:
        '{n} Kommentare mehrerer Beteiligungen, gemischt ({language}): Themen hielten diese zu {nmi} von 1 auseinander; von den fünf Kommentaren mit der nächsten Bedeutung kamen {nearest} aus derselben.',
    },
    methodNames: {
      one: 'Von {n} Namen eines Themas, von einem Menschen neben den Aussagen darunter beurteilt, galt {accepted} als passend.',
      other:
        'Von {n} Namen von Themen, jeder von einem Menschen neben den Aussagen darunter beurteilt, galten {accepted} als passend.',
    },
    methodCorrections: { one: '{n} Korrektur durch einen Menschen', other: '{n} Korrekturen durch einen Menschen' },
    used: {
      one: '{ok} von {n} Zeile der Eingabe ist im Bericht.',
      other: '{ok} von {n} Zeilen der Eingabe sind im Bericht.',
    },
    more: {
      one: 'und {n} weitere (alle stehen im Audit-Log von report.json)',
      other: 'und {n} weitere (alle stehen im Audit-Log von report.json)',
    },
    partial: {
      one: 'Dieser Bericht ist unvollständig: {failed} von {n} Kommentar konnte nicht ausgewertet werden. Er steht mit dem Grund am Ende.',
      other:
        'Dieser Bericht ist unvollständig: {failed} von {n} Kommentaren konnten nicht ausgewertet werden. Sie stehen mit dem Grund am Ende.',
    },
  },
  reading: [
    'Eine Aussage ist eine Stelle aus einem Kommentar, Wort für Wort. „Ganzer Kommentar“ zeigt sie dort, wo sie stand.',
    'Ein Programm hat die Kommentare nach Themen geordnet und die Namen gewählt. Eine Aussage kann am falschen ' +
      'Ort stehen und ein Name danebenliegen: Lesen Sie die Aussagen, bevor Sie sich auf einen Namen oder eine Zahl verlassen.',
    'Personen werden nur dort zusammengezählt, wo sie in fast denselben Worten dasselbe sagen. Dieselbe Meinung in anderen Worten zählt für ' +
      'sich; kleine Zahlen heißen also nicht, dass wenige so denken. Eine verwandte Aussage handelt von derselben Sache, kann aber etwas ' +
      'anderes oder das Gegenteil sagen.',
    'Zu Wort kommt, wer geschrieben hat, nicht die ganze Bevölkerung: Die Zahlen sind keine Umfrage.',
    'Kein Kommentar geht verloren: Am Ende steht, was aus jedem wurde.',
  ],
  ledgerColumns: ['Ergebnis', 'Zeilen', 'Grund', 'Welche'],
  outcomes: { ok: 'Verwendet, mit Vermerk', skipped: 'Ausgelassen', failed: 'Fehlgeschlagen' },
  file: {
    'Excel workbook': 'Excel-Arbeitsmappe',
    'JSON lines': 'JSON, eine Zeile je Eintrag',
    comma: 'Komma',
    semicolon: 'Semikolon',
    tab: 'Tabulator',
    pipe: 'senkrechter Strich',
  },
  masks: {
    EMAIL: 'E-MAIL',
    IBAN: 'IBAN',
    CARD: 'KARTE',
    SSN: 'SSN',
    NI: 'NI',
    NHS: 'NHS',
    POSTCODE: 'POSTLEITZAHL',
    PHONE: 'TELEFON',
  },
  reasons: {
    moderated: 'von der Moderation abgelehnt ({what})',
    emptyComment: 'leerer Kommentar',
    noLetters: 'keine Antwort: keine Buchstaben',
    noAnswer: 'keine Antwort: „{what}“',
    emojiOnly: 'nur Emojis',
    numberOnly: 'nur eine Zahl: Eine Bewertung sagt nichts ohne ihre Frage',
    addressOnly: 'nur eine Adresse',
    aTest: 'ein Test, kein Kommentar',
    sameRow: 'Nummer doppelt: Zeile {row} hat sie auch, sagt dasselbe und ist verwendet',
    sameText: 'wörtlich gleich: {what}',
    cut: 'gekürzt: Die ersten {kept} von {all} Zeichen sind gelesen',
    longId: 'Nummer zu lang: {all} Zeichen, höchstens {most}',
    moreCells:
      'zu viele Zellen: {cells}, die Kopfzeile hat {columns}; ein Trennzeichen in einem Text ohne Anführungszeichen?',
    languageUntold: 'Sprache: zu wenig, um sie zu erkennen; die Datei ist überwiegend {language}',
    languageOther: 'Sprache: sieht nach {language} aus',
    hiddenPart: 'zum Teil verborgen: {what}',
    hidden: 'verborgen: {what}',
  },
};
