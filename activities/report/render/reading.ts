import type { Report } from '../report-schema';
import { html, type Html } from '../../../render/escape';
import { signature } from './methodSection';
import type { Texts } from './texts/index';

/** In these claims and judgements by readers of the language stand behind the lists of words; in the others a few sentences of ours. */
const WELL_KNOWN = new Set(['en', 'de']);

/** Which languages of the comments are known less well, by name. */
function lessKnown({ sources }: Report, texts: Texts): string[] {
  const bases = sources.flatMap(({ lang }) => lang?.split('-')[0] ?? []);
  return [...new Set(bases)]
    .filter((code) => /^[a-z]{2,3}$/.test(code) && !WELL_KNOWN.has(code))
    .toSorted()
    .map(texts.languageName);
}

/** What a reader has to know before a name or a number is relied on. */
export function readingSection(report: Report, texts: Texts): Html {
  const few = lessKnown(report, texts);
  const points =
    few.length === 0 ? texts.reading : [...texts.reading, texts.text('readingFew', { languages: texts.list(few) })];
  return html`<section id="reading">
    <h2>${texts.text('readingTitle')}</h2>
    <p class="signature">${signature(report, texts)} <a href="#method">${texts.text('method')}</a></p>
    <ul>
      ${points.map((point) => html`<li>${point}</li>`)}
    </ul>
  </section>`;
}
