import type { Report } from '../report-schema';
import { html, type Html } from './escape';
import { signature } from './methodSection';
import type { Texts } from './texts/index';

/** What a reader has to know before a name or a number is relied on. */
export const readingSection = (report: Report, texts: Texts): Html =>
  html`<section id="reading">
    <h2>${texts.text('readingTitle')}</h2>
    <p class="signature">${signature(report, texts)} <a href="#method">${texts.text('method')}</a></p>
    <ul>
      ${texts.reading.map((point) => html`<li>${point}</li>`)}
    </ul>
  </section>`;
