import type { Words } from './words';

export const FR: Words = {
  locale: 'fr-FR',
  texts: {
    title: 'Rapport de la consultation',
    skip: 'Aller au rapport',
    contents: 'Sommaire',
    overview: 'Ce qui a été dit',
    overviewNote:
      'Les thèmes, selon le nombre de personnes différentes qui en ont parlé, chacun avec l’un des propos tenus.',
    readingTitle: 'Comment lire ce rapport',
    summary: 'En bref',
    top: 'Dit le plus souvent',
    anonymous: 'Anonyme',
    related: 'sujet proche',
    relatedTo: 'sujet proche\u00a0:',
    context: 'Commentaire entier',
    linkTo: 'Lien vers\u00a0: {what}',
    claim: 'propos {n}',
    statement: 'point de désaccord {n}',
    searchLabel: 'Rechercher dans les propos, les commentaires et les noms',
    searchHint: 'Propos, commentaires, noms…',
    searchTopic: 'Thème',
    searchAllTopics: 'Tous les thèmes',
    searchAllGroups: '{name} : tous',
    searchShared: 'Dit par plusieurs personnes',
    searchClear: 'Effacer',
    searchFound: '{claims} propos sur {allClaims} · {statements} points de désaccord sur {allStatements}',
    searchNone: 'Aucun résultat.',
    cruxes: 'Ce qui divise',
    quote: '« {claim} »',
    sayAmong: 'Parmi elles : {claims}.',
    explainVotes:
      'Sur {n} personnes qui ont voté sur ce commentaire, {agree} sont d’accord et {disagree} ne le sont pas.',
    explainOpposite: 'D’autres disent le contraire : « {claim} »',
    readingFew:
      'Les répétitions et les contraires sont reconnus à des listes de mots. Celles-ci sont courtes pour : {languages}. Davantage y échappe.',
    sayOf: '{title} ({n})',
    sayMost: '{title} est le thème dont le plus de personnes ont parlé : {people} sur {all}.',
    sayMostThen:
      '{title} est le thème dont le plus de personnes ont parlé : {people} sur {all} ; viennent ensuite {others}.',
    sayLetters:
      '{letters} lettres ont été envoyées chacune par plusieurs personnes ; la plus envoyée ({people}) : « {claim} »',
    sayVotes: 'Les votes divisent le plus sur « {claim} » : {agree} pour, {disagree} contre.',
    sayWords: 'D’après ce qui a été écrit, les avis divergent sur « {claim} » : {agree} pour, {disagree} contre.',
    sayFew: 'Les thèmes les moins abordés : {topics}.',
    sayNoneSingle: 'Rien n’a été dit par une seule personne.',
    cruxesVotes:
      'Ce qui divise le plus : des commentaires entiers, selon les votes exprimés. Ce que chacun dit de lui-même seulement est laissé de côté.',
    cruxesWords:
      'Personne n’a voté sur ces commentaires. Voici des propos qui se contredisent clairement ; il peut y en avoir d’autres.',
    cruxesBoth:
      'Ce qui divise le plus : des commentaires entiers, selon les votes exprimés, et, quand personne n’a voté, des propos qui se contredisent clairement.',
    cruxesMeasure:
      '100 % de division signifierait deux moitiés égales ; 0 %, un accord complet. Ce sont des pistes de discussion, pas des verdicts.',
    noCruxes:
      'Rien n’a été trouvé sur quoi des personnes se placent clairement des deux côtés\u00a0: ni par les votes ni, quand personne n’a voté, par des ' +
      'propos qui se contredisent clairement. Des désaccords restent possibles.',
    divided: 'division\u00a0: {share}',
    bar: 'Barre\u00a0: {disagree} contre à gauche, {agree} pour à droite',
    camps: 'Qui se place où',
    agreeing: 'Pour',
    disagreeing: 'Contre',
    unclear: 'Des deux côtés',
    positions: 'Qui se place où',
    positionsNote:
      'Une ligne par personne, une colonne par point de désaccord ci-dessus, selon son numéro\u00a0: +\u00a0pour, −\u00a0contre, vide sans position.',
    person: 'Personne',
    agrees: 'pour',
    disagrees: 'contre',
    groups: 'Qui a parlé de quoi',
    groupsNote:
      'Personnes par thème, telles que le fichier les décrit. Un nombre compte celles qui peuvent être montrées. « <{fewest} » signifie aucune, moins de {fewest}, ou davantage là où quelqu’un pourrait sinon être trouvé par soustraction ou dans un autre thème. « Autres » réunit celles qui ont une autre valeur, n’en ont donné aucune ou ne sont pas montrées.',
    groupsNone:
      'Aucun groupe n’est assez grand pour être montré : dans aucun thème, {fewest} personnes d’un même groupe ne peuvent l’être.',
    groupsOf: 'Qui a parlé de quoi : {name}',
    groupsOthers: 'Autres',
    groupsAll: 'Tous',
    comments: 'Commentaires entiers',
    commentsNote:
      'Ceux dont les propos ci-dessus ne sont qu’une partie, chacun une fois, avec les passages cités surlignés.',
    method: 'Comment ce rapport a été fait',
    methodSigned: '{name} a validé ce rapport ({date}).',
    methodUnsigned: 'Personne n’a validé ce rapport\u00a0: il n’a été vérifié par aucune personne.',
    methodText: 'Ce qui a été fait du texte',
    methodColumns: 'Colonnes\u00a0:',
    methodCleaned:
      'Le balisage est devenu du texte, les caractères invisibles ont été retirés, ce qui venait deux fois sous le même numéro dans les mêmes mots a été lu une fois, et ce qui dépasse 10\u202f000 caractères a été coupé. Rien d’autre n’a été changé.',
    methodLanguages: 'Langues\u00a0: {languages}.',
    methodAside: 'Mis de côté, avec le motif\u00a0:',
    methodRests: 'Ce qui repose sur quoi',
    methodTopics:
      'Thèmes\u00a0: un programme mesure la proximité de sens des passages et réunit ceux qui sont proches. Un thème porte des mots ou un passage de ses propres commentaires.',
    methodCruxes:
      'Où les avis divergent\u00a0: {votes} énoncés reposent sur des votes sur des commentaires entiers, {words} sur des propos qui se contredisent mot pour mot.',
    methodErrors: 'Combien de fois cela se trompe',
    methodMeasured:
      'Mesuré le {date} sur de vraies consultations\u00a0: {data}. Les réglages ont été choisis sur celles-ci. D’autres commentaires peuvent donner mieux ou moins bien.',
    methodMade: 'Avec quoi il a été fait',
    methodDefaults: 'Options\u00a0: aucune.',
    methodOptions: 'Options\u00a0:',
    methodNotFound: 'plus rien n’a cet identifiant',
    methodLimits: 'Les limites de tout cela figurent sous «\u00a0Comment lire ce rapport\u00a0».',
    inputs: 'Ce qu’est devenu chaque commentaire',
    allUsed: 'Aucun n’a été écarté.',
    unused: 'Entrées avec une note ou un motif',
    noReason: 'aucun motif enregistré',
    empty: 'Aucun propos n’a été trouvé dans ces commentaires.',
    madeBy: 'Analyse\u00a0: {analyser}.',
    otherTopic: 'Autre',
    quotedTitle: '«\u00a0{words}\u00a0»',
    unnamedSpeaker: 'Anonyme {id}',
    maskedSpeaker: 'Personne {id}',
    row: 'ligne {n}',
    rowOfId: '{id} (ligne {n})',
    builtin: 'intégrée',
  },
  counts: {
    comments: { one: '{n} commentaire', other: '{n} commentaires' },
    people: { one: '{n} personne', other: '{n} personnes' },
    topics: { one: '{n} thème', other: '{n} thèmes' },
    claims: { one: '{n} propos', other: '{n} propos' },
    statements: { one: '{n} point de désaccord', other: '{n} points de désaccord' },
    rows: { one: '{n} ligne', other: '{n} lignes' },
    described: {
      one: 'Exprimé dans {n} commentaire, par {people}.',
      other: 'Exprimé dans {n} commentaires, par {people}.',
    },
    sayAll: { one: '{n} personne a parlé de {title}.', other: 'Les {n} personnes ont toutes parlé de {title}.' },
    sayAllAlso: {
      one: '{n} personne a parlé de {title}, et aussi de {others}.',
      other: 'Les {n} personnes ont toutes parlé de {title}, et beaucoup aussi de {others}.',
    },
    saySame: {
      one: 'Presque dans les mêmes mots, {n} personne a dit : « {claim} »',
      other: 'Presque dans les mêmes mots, {n} personnes ont dit : « {claim} »',
    },
    sayLetter: {
      one: '{n} personne a envoyé une lettre ainsi rédigée : « {claim} »',
      other: '{n} personnes ont envoyé une même lettre : « {claim} »',
    },
    sayUndivided: {
      one: 'Rien n’a été trouvé sur quoi des personnes se placent clairement des deux côtés ({n} thème).',
      other:
        'Sur aucun des {n} thèmes n’a été trouvé quoi que ce soit sur quoi des personnes se placent clairement des deux côtés.',
    },
    saySingle: {
      one: '{single} propos sur {n} vient d’une seule personne.',
      other: '{single} propos sur {n} viennent chacun d’une seule personne.',
    },
    sayTopic: {
      one: '{n} affirmation sur ce thème, de {people}.',
      other: '{n} affirmations sur ce thème, de {people}.',
    },
    sayRepeat: {
      one: '{n} affirmation répète ce qu’une autre dit.',
      other: '{n} affirmations répètent ce qu’une autre dit.',
    },
    saidBy: { one: '({n} personne)', other: '({n} personnes)' },
    letter: {
      one: '{n} personne a envoyé une lettre ainsi rédigée',
      other: '{n} personnes ont envoyé une lettre ainsi rédigée',
    },
    similar: { one: '{n} propos qui dit la même chose', other: '{n} propos qui disent la même chose' },
    unlistedSimilar: {
      one: '{n} autre qui dit la même chose\u00a0: claims.csv.',
      other: '{n} autres qui disent la même chose\u00a0: claims.csv.',
    },
    allClaims: { one: 'Afficher {n} propos', other: 'Afficher les {n} propos' },
    moreClaims: { one: '{n} autre propos', other: '{n} autres propos' },
    unlistedClaims: {
      one: '{n} autre propos figure dans claims.csv, et son commentaire sous «\u00a0Commentaires entiers\u00a0».',
      other:
        '{n} autres propos figurent dans claims.csv, et leurs commentaires sous «\u00a0Commentaires entiers\u00a0».',
    },
    moreCruxes: { one: '{n} autre point de désaccord', other: '{n} autres points de désaccord' },
    unlistedCruxes: {
      one: '{n} point de désaccord de plus\u00a0: report.json.',
      other: '{n} points de désaccord de plus\u00a0: report.json.',
    },
    agree: { one: '{n} pour', other: '{n} pour' },
    disagree: { one: '{n} contre', other: '{n} contre' },
    votes: { one: '{n} vote sur ce commentaire entier', other: '{n} votes sur ce commentaire entier' },
    byWords: { one: '{n} personne, d’après ses mots', other: '{n} personnes, d’après leurs mots' },
    morePositions: {
      one: '{n} personne de plus et tous les points\u00a0: report.json.',
      other: '{n} personnes de plus et tous les points\u00a0: report.json.',
    },
    methodRead: { one: 'Lu\u00a0: {n} ligne,', other: 'Lu\u00a0: {n} lignes,' },
    methodMasked: {
      one: 'Les numéros de téléphone, adresses électroniques et autres sont masqués\u00a0: dans {n} commentaire.',
      other: 'Les numéros de téléphone, adresses électroniques et autres sont masqués\u00a0: dans {n} commentaires.',
    },
    methodClaims: {
      one: 'Propos\u00a0: un passage d’un commentaire, à la lettre. Ils ne sont comptés ensemble que si presque les mêmes mots restent une fois ôtés ceux qui n’ajoutent rien\u00a0: {merged} sur {n} sont rangés sous un autre.',
      other:
        'Propos\u00a0: un passage d’un commentaire, à la lettre. Ils ne sont comptés ensemble que si presque les mêmes mots restent une fois ôtés ceux qui n’ajoutent rien\u00a0: {merged} sur {n} sont rangés sous un autre.',
    },
    methodPairs: {
      one: 'Sur {n} paire de propos, jugée par une personne, {merged} ont été comptées ensemble, dont {precision} à raison\u00a0; de celles qui disent la même chose presque dans les mêmes mots, {recall} ont été trouvées.',
      other:
        'Sur {n} paires de propos, chacune jugée par une personne, {merged} ont été comptées ensemble, dont {precision} à raison\u00a0; de celles qui disent la même chose presque dans les mêmes mots, {recall} ont été trouvées.',
    },
    methodMix: {
      one: '{n} commentaire de plusieurs consultations, mélangées ({language})\u00a0: les thèmes les ont distinguées à {nmi} sur 1\u00a0; des cinq commentaires de sens le plus proche, {nearest} venaient de la même.',
      other:
        '{n} commentaires de plusieurs consultations, mélangées ({language})\u00a0: les thèmes les ont distinguées à {nmi} sur 1\u00a0; des cinq commentaires de sens le plus proche, {nearest} venaient de la même.',
    },
    methodNames: {
      one: 'Sur {n} nom de thème, jugé par une personne à côté des propos qui s’y trouvent, {accepted} a été trouvé juste.',
      other:
        'Sur {n} noms de thèmes, chacun jugé par une personne à côté des propos qui s’y trouvent, {accepted} ont été trouvés justes.',
    },
    methodCorrections: {
      one: '{n} correction faite par une personne',
      other: '{n} corrections faites par une personne',
    },
    used: {
      one: '{ok} ligne sur {n} figure dans le rapport.',
      other: '{ok} lignes sur {n} figurent dans le rapport.',
    },
    more: {
      one: 'et {n} de plus (toutes figurent dans le journal d’audit de report.json)',
      other: 'et {n} de plus (toutes figurent dans le journal d’audit de report.json)',
    },
    partial: {
      one: 'Ce rapport est partiel\u00a0: {failed} commentaire sur {n} n’a pas pu être analysé. Il figure à la fin avec le motif.',
      other:
        'Ce rapport est partiel\u00a0: {failed} des {n} commentaires n’ont pas pu être analysés. Ils figurent à la fin avec le motif.',
    },
  },
  reading: [
    'Un propos est un passage d’un commentaire, mot pour mot. «\u00a0Commentaire entier\u00a0» le montre là où il se trouvait.',
    'Un programme a réparti les commentaires par thèmes et choisi les titres. Un propos peut être mal classé et un ' +
      'titre mal choisi\u00a0: lisez les propos avant de vous fier à un titre ou à un nombre.',
    'Les personnes ne sont comptées ensemble que si elles disent la même chose presque dans les mêmes mots. Le même avis en d’autres mots est ' +
      'compté à part\u00a0: un petit nombre ne signifie donc pas que peu de gens le pensent. Un propos de sujet proche porte sur la même chose, mais ' +
      'peut dire autre chose, ou le contraire.',
    'Ce sont les personnes qui ont écrit, pas toute la population\u00a0: ces nombres ne sont pas un sondage.',
    'Aucun commentaire n’est perdu\u00a0: la fin du rapport dit ce qu’est devenu chacun.',
  ],
  ledgerColumns: ['Résultat', 'Lignes', 'Motif', 'Lesquelles'],
  outcomes: { ok: 'Utilisé, avec une note', skipped: 'Écarté', failed: 'En échec' },
  file: {
    'Excel workbook': 'classeur Excel',
    'JSON lines': 'JSON, une entrée par ligne',
    comma: 'virgule',
    semicolon: 'point-virgule',
    tab: 'tabulation',
    pipe: 'barre verticale',
  },
  masks: {
    EMAIL: 'COURRIEL',
    IBAN: 'IBAN',
    CARD: 'CARTE',
    SSN: 'SSN',
    NI: 'NI',
    NHS: 'NHS',
    POSTCODE: 'CODE POSTAL',
    PHONE: 'TÉLÉPHONE',
  },
  reasons: {
    moderated: 'refusé par la modération ({what})',
    emptyComment: 'commentaire vide',
    noLetters: 'pas de réponse\u00a0: aucune lettre',
    noAnswer: 'pas de réponse\u00a0: «\u00a0{what}\u00a0»',
    emojiOnly: 'émojis seulement',
    numberOnly: 'un nombre seulement\u00a0: une note ne dit rien sans sa question',
    addressOnly: 'une adresse seulement',
    aTest: 'un test, pas un commentaire',
    sameRow: 'numéro en double\u00a0: la ligne {row} l’a aussi, dit la même chose et est utilisée',
    sameText: 'copie exacte\u00a0: {what}',
    cut: 'raccourci\u00a0: les {kept} premiers caractères sur {all} sont lus',
    longId: 'numéro trop long\u00a0: {all} caractères, au plus {most}',
    moreCells:
      'trop de cellules\u00a0: {cells}, l’en-tête en a {columns}\u00a0; un séparateur dans un texte sans guillemets\u00a0?',
    languageUntold: 'langue\u00a0: trop peu pour la reconnaître, dans un fichier surtout en {language}',
    languageOther: 'langue\u00a0: semble être {language}',
    hiddenPart: 'masqué en partie\u00a0: {what}',
    hidden: 'masqué\u00a0: {what}',
  },
};
