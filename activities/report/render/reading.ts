import { html, type Html } from './escape';
import type { Texts } from './texts/index';

/** What a reader has to know before a name or a number is relied on. */
export const readingSection = (texts: Texts): Html =>
  html`<section id="reading">
    <h2>${texts.text('readingTitle')}</h2>
    <ul>
      ${texts.reading.map((point) => html`<li>${point}</li>`)}
    </ul>
  </section>`;
