/** Names of columns in the languages of those who export them, and words that say nothing. One table each. */

export type Role =
  | 'text'
  | 'id'
  | 'speaker'
  | 'agrees'
  | 'disagrees'
  | 'votes'
  | 'moderated'
  | 'approved'
  | 'question'
  | 'reply'
  | 'other';

/** As `plainName` makes them, best first; those of a comment in about twenty languages. */
const NAMES: Readonly<Record<Exclude<Role, 'reply' | 'other'>, string>> = {
  text: `comment comment-body comments comment-text text-comment your-comment your-comments additional-comments further-comments
    any-other-comments other-comments general-comments comment-content feedback your-feedback response responses response-text your-response answer answers
    answer-text text free-text freetext full-text open-text open-ended-response verbatim body content contents message messages opinion
    opinions view views your-view your-views suggestion suggestions idea ideas submission submission-text representation
    representations remark remarks statement statements contribution contributions proposal proposals objection objections observation observations
    thought thoughts review reason reasons post note notes
    kommentar kommentare stellungnahme stellungnahmen beitrag beitrage anmerkung anmerkungen meinung antwort antworten ruckmeldung
    ruckmeldungen vorschlag vorschlage freitext hinweis hinweise anregung anregungen bemerkung bemerkungen ihr-kommentar ihre-meinung inhalt
    commentaire commentaires avis reponse reponses remarque remarques proposition propositions texte votre-avis votre-commentaire contenu
    comentario comentarios opinion respuesta respuestas sugerencia sugerencias observacion observaciones aportacion aportaciones aporte
    propuesta propuestas texto mensaje alegacion alegaciones contenido
    commento commenti osservazione osservazioni risposta risposte suggerimento suggerimenti proposta proposte opinione testo parere
    resposta respostas sugestao sugestoes opiniao contribuicao observacao comentaris comentari
    opmerking opmerkingen reactie reacties commentaar antwoord antwoorden mening suggestie suggesties zienswijze tekst bericht
    komentarz komentarze opinia uwaga uwagi odpowiedz tresc kommentarer synpunkt synpunkter svar asikt forslag bemaerkning merknad
    horingssvar kommentti palaute vastaus mielipide komentar pripominka nazor megjegyzes velemeny comentariu opinie yorum gorus σχολιο
    σχολια γνωμη комментарий комментарии отзыв мнение предложение текст коментар تعليق رأي تعليقات תגובה תגובות הערה
    コメント 意見 ご意見 回答 自由記述 自由回答 感想 内容 评论 意见 評論 留言 建议 建議 内容 의견 댓글 코멘트 korero whakaaro sylw sylwadau`,
  id: `id comment-id row-id i commentid response-id responseid respondent-id submission-id submissionid entry-id record-id ref reference
    contribution-id answer-id reference-number number no nr key uuid index 编号 編號 序号 序號 番号 번호`,
  speaker: `interview name speaker-name speaker author speaker-id author-id person person-id participant participant-id respondent respondent-name user
    user-id username user-name full-name your-name commenter contributor contributor-id author-name submitted-by submitter created-by
    teilnehmer teilnehmerin verfasser autor auteur nom nombre nome naam namn navn имя автор 氏名 名前 姓名 이름`,
  agrees: 'agrees agree agree-count agrees-count likes upvotes up-votes votes-up votes-for thumbs-up',
  disagrees:
    'disagrees disagree disagree-count disagrees-count dislikes downvotes down-votes votes-down votes-against thumbs-down',
  votes: 'n-votes total-votes votes vote-count votes-count total n',
  moderated: 'moderated moderation moderation-status status state comment-status moderation-state mod',
  approved: 'approved published visible is-approved is-published accepted public is-public',
  question: 'question question-text prompt frage pregunta domanda vraag',
};

/** What the council says, not what it is told. */
const REPLY =
  /(?:^|-)(?:council|officer|official|staff|team|admin|moderator|authority|our|planning|your?-said)s?-(?:response|reply|replie|answer|comment|note|feedback|remark)s?|^repl(?:y|ies)(?:-text|-body)?$|we-did|antwort-der|verwaltung|reponse-officielle|respuesta-oficial|^internal-|^staff-/;
const OTHER =
  /^(?:(?:[\p{L}\d]+-)*(?:title|subject|heading)|url|link|links|e-?mail|email-address|date|time|timestamp|datetime|start-date|end-date|created|created-at|updated-at|submitted|submitted-at|ip|ip-address|user-agent|category|categories|topic|theme|tags?|address|postcode|post-code|zip|zip-code|language|lang|locale|conversation|phone|telephone|titel|titre|titulo|titolo|betreff|objet|asunto|datum|fecha|sentiment|collector-id|first-name|last-name|custom-data(?:-\d+)?|recipient-(?:email|first-name|last-name)|external-reference|distribution-channel|user-language|file|files|attachment|attachments|organisation|organization)$/u;

/** Lower case, without accents, words joined by hyphens: ` Comment_Body ` and `commentBody` are both `comment-body`. */
export function plainName(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1-$2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

const ROLES = new Map<string, { role: Role; rank: number }>();
for (const [role, names] of Object.entries(NAMES) as [Role, string][]) {
  for (const [rank, name] of names.split(/\s+/).map(plainName).entries()) {
    if (!ROLES.has(name)) ROLES.set(name, { role, rank });
  }
}

/** How APIs say in what form a text stands there: `body.translation`, `content.rendered`. */
const FORM = /[./](?:translation|rendered|raw|plain|value)$/i;

/** What a column is for, by its name. `comment-2`, `body/en`, `body.value` and `properties.comment` are what they are without that. */
export function roleOf(header: string): { role: Role; rank: number } | undefined {
  if (FORM.test(header)) return roleOf(header.replace(FORM, ''));
  const name = plainName(header);
  const bases = [
    name,
    name.replace(/-?\d+$/, ''),
    name.replace(/-[a-z]{2}$/, ''),
    plainName(header.split(/[./]/).at(-1) ?? ''),
  ];
  for (const [tries, base] of bases.entries()) {
    if (REPLY.test(base)) return { role: 'reply', rank: 0 };
    const known = ROLES.get(base);
    if (known !== undefined && (tries === 0 || known.role === 'text'))
      return { ...known, rank: known.rank + tries * 1000 };
    if (known !== undefined && tries === 3) return { ...known, rank: known.rank + 3000 };
    if (OTHER.test(base)) return { role: 'other', rank: 0 };
  }
  return undefined;
}

/** What a moderator writes who does not want a comment to be seen. */
const REJECTED = new Set(
  `-1 rejected reject refused hidden hide deleted removed spam unpublished blocked declined denied withheld trash offensive flagged
  abuse banned disapproved abgelehnt gesperrt geloscht verborgen ausgeblendet rejete refuse masque supprime rechazado oculto eliminado
  rifiutato nascosto rejeitado recusado oculto afgewezen verborgen odrzucony`.split(/\s+/),
);
const NO = new Set('false no 0 n -1 nein non'.split(' '));
/** Only where all of a column's words are a moderator's is `status` about that. */
const MODERATOR = new Set(
  `0 1 accepted approved approve ok pending published visible public active live new open unmoderated moderated genehmigt freigegeben
  veroffentlicht accepte approuve publie aceptado aprobado publicado`.split(/\s+/),
);

const word = (value: string): string =>
  value
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');

export const isRejection = (value: string): boolean => REJECTED.has(word(value));
export const isModeration = (value: string): boolean => isRejection(value) || MODERATOR.has(word(value));
export const isNo = (value: string): boolean => NO.has(word(value));
