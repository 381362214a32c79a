/** How the report was made: what was done to the text, what rests on what, how often that errs, with what, and who answers for it. */
import { isMasked } from '../input';
import { MEASURED } from '../measured';
import type { LedgerEntry } from '../model';
import type { Report, ReportClaim } from '../report-schema';
import type { Context } from './context';
import { html, type Html } from '../../../render/escape';
import { claimsOf } from './figures';
import { textOf } from './listing';
import { analyserIn } from './ownNames';
import type { Texts } from './texts/index';
import { kindIn } from './texts/reasons';
import { voice } from './voice';

/** The whole list stands in the table of what became of every comment. */
const SHOWN_REASONS = 8;

const point = (words: Html | string): Html => html`<li>${words}</li>`;
/** Words that are English in every report. */
const english = (words: string, texts: Texts): Html =>
  html`<span lang="${voice('', 'en', texts).lang}">${words}</span>`;

/** Who answers for the report: in words that cannot be overlooked, where nobody does. */
export function signature({ corrections }: Report, texts: Texts): string {
  if (corrections === undefined) return texts.text('methodUnsigned');
  return texts.text('methodSigned', { name: corrections.by, date: texts.date(corrections.at) });
}

/** Reasons without what differs from row to row, the most frequent first. */
function asideReasons(ledger: readonly LedgerEntry[], texts: Texts): [reason: Html, rows: number][] {
  const counts = new Map<string, { told: Html; rows: number }>();
  for (const { outcome, reason = '' } of ledger) {
    if (outcome === 'ok') continue;
    const kind = kindIn(reason, texts);
    const name = kind ?? reason.split(':')[0] ?? '';
    const found = counts.get(name) ?? { told: kind === undefined ? english(name, texts) : html`${kind}`, rows: 0 };
    counts.set(name, { ...found, rows: found.rows + 1 });
  }
  return [...counts]
    .sort(([a, { rows: n }], [b, { rows: m }]) => m - n || (a < b ? -1 : 1))
    .slice(0, SHOWN_REASONS)
    .map(([, { told, rows }]) => [told, rows]);
}

function languages({ sources }: Report, texts: Texts): string[] {
  const names = new Intl.DisplayNames(texts.language, { type: 'language' });
  const counts = new Map<string, number>();
  for (const { lang } of sources) if (lang !== undefined) counts.set(lang, (counts.get(lang) ?? 0) + 1);
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.map(
    ([code, n]) => `${/^[a-z]{2,3}$/.test(code) ? (names.of(code) ?? code) : code} (${texts.number(n)})`,
  );
}

function textPoints(report: Report, ledger: readonly LedgerEntry[], texts: Texts): Html[] {
  const file = report.method?.file;
  const aside = asideReasons(ledger, texts);
  const spoken = languages(report, texts);
  const masked = report.sources.filter((source) => isMasked(textOf(source) ?? '')).length;
  const facts = [file?.form, file?.encoding, file?.delimiter].filter((fact) => fact !== undefined);
  const how = facts.map((fact) => texts.fileWord(fact)).join(', ');
  const columns = file === undefined ? [] : [...file.questions, ...Object.values(file.fields)];
  return [
    ...(file === undefined
      ? []
      : [
          html`${texts.count('methodRead', file.rows)} ${how}. ${texts.text('methodColumns')}
          ${columns.map((name, at) => html`${at > 0 ? ', ' : undefined}<bdi>${name}</bdi>`)}.`,
        ]),
    texts.text('methodCleaned'),
    texts.count('methodMasked', masked),
    ...(spoken.length === 0 ? [] : [texts.text('methodLanguages', { languages: texts.list(spoken) })]),
    ...(aside.length === 0
      ? []
      : [
          html`<a href="#inputs">${texts.text('methodAside')}</a>
            ${aside.map(([reason, n], at) => html`${at > 0 ? '; ' : undefined}${reason} (${texts.number(n)})`)}.`,
        ]),
  ].map(point);
}

function restPoints(report: Report, texts: Texts): Html[] {
  const claims: readonly ReportClaim[] = report.topics.flatMap((topic) => topic.subtopics.flatMap((s) => s.claims));
  const merged = claims.reduce((sum, claim) => sum + claimsOf(claim.similarClaims), 0);
  const cruxes = report.addOns?.subtopicCruxes ?? [];
  const byVotes = cruxes.filter(({ votes }) => votes !== undefined).length;
  return [
    texts.count('methodClaims', claimsOf(claims), { merged: texts.number(merged) }),
    texts.text('methodTopics'),
    texts.text('methodCruxes', { votes: texts.number(byVotes), words: texts.number(cruxes.length - byVotes) }),
  ].map(point);
}

function errorPoints(texts: Texts): Html[] {
  const { pairs, mixes, names: judged, date, data } = MEASURED;
  const names = new Intl.DisplayNames(texts.language, { type: 'language' });
  const decimal = (n: number): string =>
    n.toLocaleString(texts.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return [
    texts.count('methodPairs', pairs.judged, {
      merged: texts.number(pairs.merged),
      precision: texts.percent(pairs.precision),
      recall: texts.percent(pairs.recall),
    }),
    ...mixes.map(({ language, comments, nmi, nearest }) =>
      texts.count('methodMix', comments, {
        language: names.of(language) ?? language,
        nmi: decimal(nmi),
        nearest: texts.percent(nearest),
      }),
    ),
    texts.count('methodNames', judged.judged, { accepted: texts.number(judged.accepted) }),
    texts.text('methodMeasured', { date: texts.date(date), data }),
  ].map(point);
}

function madeWith({ method }: Report, analyser: string, texts: Texts): Html[] {
  if (method === undefined) return [];
  const { version, models, options } = method;
  return [
    html`${texts.text('madeBy', { analyser: analyserIn(analyser, texts) })}
    ${english(`pipeline-worker ${version}`, texts)}`,
    ...models.map(({ name, sha256 }) => html`${english(name, texts)}: <code>sha256 ${sha256}</code>`),
    options.length === 0
      ? texts.text('methodDefaults')
      : html`${texts.text('methodOptions')} <code>${options.join(' ')}</code>`,
  ].map(point);
}

/** What a person changed, line by line. */
function corrected({ corrections }: Report, texts: Texts): Html | undefined {
  if (corrections === undefined) return undefined;
  const { done } = corrections;
  return html`<h3>${texts.count('methodCorrections', done.length)}</h3>
    <ul>
      ${done.map(({ text, outcome }) => point(html`<code>${text}</code>${outcome === 'notFound' ? html` (${texts.text('methodNotFound')})` : undefined}`))}
    </ul>`;
}

export function methodSection(
  report: Report,
  ledger: readonly LedgerEntry[],
  analyser: string,
  { texts }: Context,
): Html {
  const part = (title: Html | string, points: readonly Html[]): Html | undefined =>
    points.length === 0
      ? undefined
      : html`<h3>${title}</h3>
          <ul>
            ${points}
          </ul>`;
  return html`<section id="method">
    <h2>${texts.text('method')}</h2>
    <p class="${report.corrections === undefined ? 'notice' : undefined}">${signature(report, texts)}</p>
    ${part(texts.text('methodText'), textPoints(report, ledger, texts))}
    ${part(texts.text('methodRests'), restPoints(report, texts))}
    ${part(texts.text('methodErrors'), errorPoints(texts))} ${corrected(report, texts)}
    ${part(texts.text('methodMade'), madeWith(report, analyser, texts))}
    <p><a href="#reading">${texts.text('methodLimits')}</a></p>
  </section>`;
}
