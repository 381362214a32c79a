import { html, type Html } from './escape';
import { TEXTS } from './texts';

/** A link to the thing it stands in, for its address. `what` tells one link from the next where only links are read. */
export const permalink = (anchor: string, what: string): Html =>
  html`<a class="permalink" href="#${anchor}" aria-label="${TEXTS.linkTo(what)}">#</a>`;
