import type { Words } from './words';

export const ES: Words = {
  locale: 'es-ES',
  texts: {
    title: 'Informe de la consulta',
    skip: 'Ir al informe',
    contents: 'Contenido',
    overview: 'Qué dijo la gente',
    overviewNote:
      'Los temas, según cuántas personas distintas hablaron de ellos, cada uno con una de las cosas que se dijeron.',
    readingTitle: 'Cómo leer este informe',
    summary: 'En resumen',
    top: 'Lo que más se dijo',
    anonymous: 'Anónimo',
    related: 'relacionada',
    relatedTo: 'relacionada con:',
    context: 'Comentario completo',
    linkTo: 'Enlace a: {what}',
    claim: 'afirmación {n}',
    statement: 'punto de desacuerdo {n}',
    searchLabel: 'Buscar en afirmaciones, comentarios y nombres',
    searchHint: 'Afirmaciones, comentarios, nombres…',
    searchTopic: 'Tema',
    searchAllTopics: 'Todos los temas',
    searchAllGroups: '{name}: todos',
    searchShared: 'Dicho por varias personas',
    searchClear: 'Borrar',
    searchFound: '{claims} de {allClaims} afirmaciones · {statements} de {allStatements} puntos de desacuerdo',
    searchNone: 'No hay resultados.',
    cruxes: 'En qué hay desacuerdo',
    quote: '«{claim}»',
    sayAmong: 'Entre ellas: {claims}.',
    explainVotes: 'De {n} personas que votaron este comentario, {agree} están de acuerdo y {disagree} en desacuerdo.',
    explainOpposite: 'Otras personas dicen lo contrario: «{claim}»',
    readingFew:
      'Las repeticiones y los contrarios se reconocen por listas de palabras. Son cortas para: {languages}. Ahí se pasan por alto más.',
    sayOf: '{title} ({n})',
    sayMost: 'El tema del que habló más gente es {title}: {people} de {all}.',
    sayMostThen: 'El tema del que habló más gente es {title}: {people} de {all}; le siguen {others}.',
    sayLetters: '{letters} cartas llegaron de varias personas cada una; la más enviada ({people}): «{claim}»',
    sayVotes: 'Los votos se dividen sobre todo en «{claim}»: {agree} a favor, {disagree} en contra.',
    sayWords: 'Por lo que escribieron, las opiniones se dividen en «{claim}»: {agree} a favor, {disagree} en contra.',
    sayFew: 'De lo que menos se habló: {topics}.',
    sayNoneSingle: 'Nada lo dijo una sola persona.',
    cruxesVotes:
      'Lo que más divide: comentarios completos, según los votos que recibieron. Lo que cada cual dice solo de sí mismo queda fuera.',
    cruxesWords:
      'Nadie votó sobre estos comentarios. Estas son afirmaciones que se contradicen claramente; puede haber más.',
    cruxesBoth:
      'Lo que más divide: comentarios completos, según los votos que recibieron, y, donde nadie votó, afirmaciones que se contradicen claramente.',
    cruxesMeasure:
      'Un 100 % de división serían dos mitades iguales; un 0 %, acuerdo total. Son propuestas para conversar, no veredictos.',
    noCruxes:
      'No se encontró nada en lo que haya personas claramente en ambos lados: ni por votos ni, donde nadie votó, por afirmaciones que se ' +
      'contradigan claramente. Aun así puede haber desacuerdo.',
    divided: 'división: {share}',
    bar: 'Barra: {disagree} en contra a la izquierda, {agree} a favor a la derecha',
    camps: 'Quién está en cada lado',
    agreeing: 'A favor',
    disagreeing: 'En contra',
    unclear: 'En ambos lados',
    positions: 'Quién está en cada lado',
    positionsNote:
      'Una fila por persona, una columna por cada punto de desacuerdo anterior, según su número: +\u00a0a favor, −\u00a0en contra, vacío sin postura.',
    person: 'Persona',
    agrees: 'a favor',
    disagrees: 'en contra',
    groups: 'Quién habló de qué',
    groupsNote:
      'Personas por tema, tal como las describe el archivo. Un número cuenta a quienes se puede mostrar. «<{fewest}» significa nadie, menos de {fewest}, o más allí donde de otro modo se podría encontrar a alguien por sustracción o en otro tema. «Otros» son quienes tienen otro valor, no dieron ninguno o no se muestran.',
    groupsNone:
      'Ningún grupo es lo bastante grande para mostrarse: en ningún tema se puede mostrar a {fewest} personas de uno.',
    groupsOf: 'Quién habló de qué: {name}',
    groupsOthers: 'Otros',
    groupsAll: 'Todos',
    comments: 'Comentarios completos',
    commentsNote:
      'Aquellos de los que las afirmaciones anteriores son solo una parte, cada uno una vez, con los pasajes citados resaltados.',
    method: 'Cómo se hizo este informe',
    methodSigned: '{name} ha dado el visto bueno a este informe ({date}).',
    methodUnsigned: 'Nadie ha dado el visto bueno a este informe: ninguna persona lo ha revisado.',
    methodText: 'Qué se hizo con el texto',
    methodColumns: 'Columnas:',
    methodCleaned:
      'El marcado se convirtió en texto, se quitaron los caracteres invisibles, lo que venía dos veces con el mismo número y las mismas palabras se leyó una vez, y lo que pasa de 10.000 caracteres se cortó. No se cambió nada más.',
    methodLanguages: 'Idiomas: {languages}.',
    methodAside: 'Apartado, con el motivo:',
    methodRests: 'Qué se apoya en qué',
    methodTopics:
      'Temas: un programa mide lo cerca que están los pasajes en su significado y agrupa los cercanos. Un tema se llama con palabras o un pasaje de sus propios comentarios.',
    methodCruxes:
      'En qué se discrepa: {votes} enunciados se apoyan en votos sobre comentarios enteros, {words} en afirmaciones que se contradicen palabra por palabra.',
    methodErrors: 'Con qué frecuencia se equivoca',
    methodMeasured:
      'Medido el {date} en consultas reales: {data}. Los ajustes se eligieron con estas. Con otros comentarios puede salir mejor o peor.',
    methodMade: 'Con qué se hizo',
    methodDefaults: 'Opciones: ninguna.',
    methodOptions: 'Opciones:',
    methodNotFound: 'ya nada tiene este identificador',
    methodLimits: 'Los límites de todo esto están en «Cómo leer este informe».',
    inputs: 'Qué fue de cada comentario',
    allUsed: 'No se dejó fuera ninguno.',
    unused: 'Entradas con una nota o un motivo',
    noReason: 'no se registró ningún motivo',
    empty: 'No se encontraron afirmaciones en estos comentarios.',
    madeBy: 'Análisis: {analyser}.',
    otherTopic: 'Otros',
    quotedTitle: '«{words}»',
    unnamedSpeaker: 'Anónimo {id}',
    maskedSpeaker: 'Persona {id}',
    row: 'fila {n}',
    rowOfId: '{id} (fila {n})',
    builtin: 'integrado',
  },
  counts: {
    comments: { one: '{n} comentario', other: '{n} comentarios' },
    people: { one: '{n} persona', other: '{n} personas' },
    topics: { one: '{n} tema', other: '{n} temas' },
    claims: { one: '{n} afirmación', other: '{n} afirmaciones' },
    statements: { one: '{n} punto de desacuerdo', other: '{n} puntos de desacuerdo' },
    rows: { one: '{n} fila', other: '{n} filas' },
    described: {
      one: 'Expresado en {n} comentario de {people}.',
      other: 'Expresado en {n} comentarios de {people}.',
    },
    sayAll: { one: '{n} persona habló de {title}.', other: 'Las {n} personas hablaron de {title}.' },
    sayAllAlso: {
      one: '{n} persona habló de {title}, y también de {others}.',
      other: 'Las {n} personas hablaron de {title}, y muchas también de {others}.',
    },
    saySame: {
      one: 'Casi con las mismas palabras, {n} persona dijo: «{claim}»',
      other: 'Casi con las mismas palabras, {n} personas dijeron: «{claim}»',
    },
    sayLetter: {
      one: '{n} persona envió una carta con este texto: «{claim}»',
      other: '{n} personas enviaron una carta con este texto: «{claim}»',
    },
    sayUndivided: {
      one: 'No se encontró nada en lo que haya personas claramente en ambos lados ({n} tema).',
      other: 'En ninguno de los {n} temas se encontró nada en lo que haya personas claramente en ambos lados.',
    },
    saySingle: {
      one: '{single} de {n} afirmación es de una sola persona.',
      other: '{single} de {n} afirmaciones son cada una de una sola persona.',
    },
    sayTopic: {
      one: '{n} afirmación sobre este tema, de {people}.',
      other: '{n} afirmaciones sobre este tema, de {people}.',
    },
    sayRepeat: { one: '{n} afirmación repite lo que dice otra.', other: '{n} afirmaciones repiten lo que dice otra.' },
    saidBy: { one: '({n} persona)', other: '({n} personas)' },
    letter: {
      one: '{n} persona envió una carta con este texto',
      other: '{n} personas enviaron una carta con este texto',
    },
    similar: { one: '{n} afirmación que dice lo mismo', other: '{n} afirmaciones que dicen lo mismo' },
    unlistedSimilar: {
      one: '{n} más que dice lo mismo: claims.csv.',
      other: '{n} más que dicen lo mismo: claims.csv.',
    },
    allClaims: { one: 'Mostrar {n} afirmación', other: 'Mostrar las {n} afirmaciones' },
    moreClaims: { one: '{n} afirmación más', other: '{n} afirmaciones más' },
    unlistedClaims: {
      one: '{n} afirmación más está en claims.csv, y su comentario en «Comentarios completos».',
      other: '{n} afirmaciones más están en claims.csv, y sus comentarios en «Comentarios completos».',
    },
    moreCruxes: { one: '{n} punto de desacuerdo más', other: '{n} puntos de desacuerdo más' },
    unlistedCruxes: {
      one: '{n} punto de desacuerdo más, en report.json.',
      other: '{n} puntos de desacuerdo más, en report.json.',
    },
    agree: { one: '{n} a favor', other: '{n} a favor' },
    disagree: { one: '{n} en contra', other: '{n} en contra' },
    votes: { one: '{n} voto sobre este comentario completo', other: '{n} votos sobre este comentario completo' },
    byWords: { one: '{n} persona, por lo que escribió', other: '{n} personas, por lo que escribieron' },
    morePositions: {
      one: '{n} persona más y todos los puntos: report.json.',
      other: '{n} personas más y todos los puntos: report.json.',
    },
    methodRead: { one: 'Leído: {n} fila,', other: 'Leído: {n} filas,' },
    methodMasked: {
      one: 'Los números de teléfono, direcciones de correo y similares están ocultos: en {n} comentario.',
      other: 'Los números de teléfono, direcciones de correo y similares están ocultos: en {n} comentarios.',
    },
    methodClaims: {
      one: 'Afirmaciones: un pasaje de un comentario, letra por letra. Solo se cuentan juntas cuando quedan casi las mismas palabras al quitar las que no añaden nada: {merged} de {n} están bajo otra.',
      other:
        'Afirmaciones: un pasaje de un comentario, letra por letra. Solo se cuentan juntas cuando quedan casi las mismas palabras al quitar las que no añaden nada: {merged} de {n} están bajo otra.',
    },
    methodPairs: {
      one: 'De {n} par de afirmaciones, juzgado por una persona, se contaron juntas {merged}, el {precision} con razón; de las que dicen lo mismo casi con las mismas palabras se halló el {recall}.',
      other:
        'De {n} pares de afirmaciones, cada uno juzgado por una persona, se contaron juntas {merged}, el {precision} con razón; de las que dicen lo mismo casi con las mismas palabras se halló el {recall}.',
    },
    methodMix: {
      one: '{n} comentario de varias consultas, mezcladas ({language}): los temas las distinguieron en {nmi} de 1; de los cinco comentarios más cercanos en significado, el {nearest} era de la misma.',
      other:
        '{n} comentarios de varias consultas, mezcladas ({language}): los temas las distinguieron en {nmi} de 1; de los cinco comentarios más cercanos en significado, el {nearest} era de la misma.',
    },
    methodNames: {
      one: 'De {n} nombre de tema, juzgado por una persona junto a las afirmaciones que contiene, {accepted} resultó acertado.',
      other:
        'De {n} nombres de temas, cada uno juzgado por una persona junto a las afirmaciones que contiene, {accepted} resultaron acertados.',
    },
    methodCorrections: { one: '{n} corrección de una persona', other: '{n} correcciones de una persona' },
    used: {
      one: '{ok} de {n} fila está en el informe.',
      other: '{ok} de {n} filas están en el informe.',
    },
    more: {
      one: 'y {n} más (todas están en el registro de auditoría de report.json)',
      other: 'y {n} más (todas están en el registro de auditoría de report.json)',
    },
    partial: {
      one: 'Este informe es parcial: {failed} de {n} comentario no se pudo analizar. Figura al final con el motivo.',
      other:
        'Este informe es parcial: {failed} de {n} comentarios no se pudieron analizar. Figuran al final con el motivo.',
    },
  },
  reading: [
    'Una afirmación es un pasaje de un comentario, palabra por palabra. «Comentario completo» la muestra donde estaba.',
    'Un programa ordenó los comentarios por temas y eligió los títulos. Una afirmación puede estar en el lugar ' +
      'equivocado y un título puede no acertar: lea las afirmaciones antes de fiarse de un título o de un número.',
    'Las personas solo se cuentan juntas cuando dicen lo mismo casi con las mismas palabras. La misma opinión con otras palabras se cuenta ' +
      'aparte: un número pequeño no significa que pocos piensen así. Una afirmación relacionada trata de lo mismo, pero puede decir otra cosa, ' +
      'o lo contrario.',
    'Son las personas que escribieron, no toda la población: los números no son una encuesta.',
    'Ningún comentario se pierde: al final del informe consta qué fue de cada uno.',
  ],
  ledgerColumns: ['Resultado', 'Filas', 'Motivo', 'Cuáles'],
  outcomes: { ok: 'Usado, con una nota', skipped: 'Omitido', failed: 'Fallido' },
  file: {
    'Excel workbook': 'libro de Excel',
    'JSON lines': 'JSON, una entrada por línea',
    comma: 'coma',
    semicolon: 'punto y coma',
    tab: 'tabulador',
    pipe: 'barra vertical',
  },
  masks: {
    EMAIL: 'CORREO',
    IBAN: 'IBAN',
    CARD: 'TARJETA',
    SSN: 'SSN',
    NI: 'NI',
    NHS: 'NHS',
    POSTCODE: 'CÓDIGO POSTAL',
    PHONE: 'TELÉFONO',
  },
  reasons: {
    moderated: 'rechazado por la moderación ({what})',
    emptyComment: 'comentario vacío',
    noLetters: 'sin respuesta: ninguna letra',
    noAnswer: 'sin respuesta: «{what}»',
    emojiOnly: 'solo emojis',
    numberOnly: 'solo un número: una nota no dice nada sin su pregunta',
    addressOnly: 'solo una dirección',
    aTest: 'una prueba, no un comentario',
    sameRow: 'identificador repetido: la fila {row} también lo tiene, dice lo mismo y se usa',
    sameText: 'copia exacta: {what}',
    cut: 'acortado: se leen los primeros {kept} de {all} caracteres',
    longId: 'identificador demasiado largo: {all} caracteres, como máximo {most}',
    moreCells: 'demasiadas celdas: {cells}, la cabecera tiene {columns}; ¿un delimitador en un texto sin comillas?',
    languageUntold: 'idioma: demasiado poco para reconocerlo, en un archivo sobre todo en {language}',
    languageOther: 'idioma: parece {language}',
    hiddenPart: 'oculto en parte: {what}',
    hidden: 'oculto: {what}',
  },
};
