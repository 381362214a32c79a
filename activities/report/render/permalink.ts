import { html, type Html } from '../../../render/escape';
import type { Texts } from './texts/index';

/** A link to the thing it stands in, for its address. `what` tells one link from the next where only links are read. */
export const permalink = (anchor: string, what: string, texts: Texts): Html =>
  html`<a class="permalink" href="#${anchor}" aria-label="${texts.text('linkTo', { what })}">#</a>`;
