import { namesSomebody } from '../input';
import type { ReportClaim } from '../report-schema';
import type { Context } from './context';
import { html, type Html } from '../../../render/escape';
import { speakersOf } from './figures';
import { textOf } from './listing';
import { speakerIn } from './ownNames';
import { permalink } from './permalink';
import { named, shown, voice } from './voice';

/** Made of the quote's id, a hash of content: the link to a claim holds in the next report of the same comments too. */
export const anchorOf = (claim: ReportClaim): string => `c-${claim.quotes[0]?.id ?? claim.number}`;

/** Under which options of the filters the claim is found. */
const groupsOf = (claim: ReportClaim, context: Context): string | undefined =>
  context.groupsOf(claim.quotes[0]?.reference.interview ?? '');

const sourceIdOf = (claim: ReportClaim): string => claim.quotes[0]?.reference.sourceId ?? '';

/** The words of a claim, in the language of its comment. */
export function words(claim: ReportClaim, { sources, texts }: Context): Html {
  const language = sources.get(sourceIdOf(claim))?.lang;
  const { lang, dir } = voice(claim.title, language, texts);
  return html`<p class="words" lang="${lang}" dir="${dir}">${shown(claim.title, texts)}</p>`;
}

/** The way to the whole comment, where the claim is only a part of it. It stands once on the page; the script shows it here too. */
function whole(claim: ReportClaim, { sources, listing, texts }: Context): Html | undefined {
  const comment = listing.comments.get(sourceIdOf(claim));
  if (comment === undefined || textOf(sources.get(sourceIdOf(claim)))?.trim() === claim.title.trim()) return undefined;
  return html`<a class="whole" href="#${comment.anchor}">${texts.text('context')}</a>`;
}

function quoteOf({ text, reference }: ReportClaim['quotes'][number], { sources, texts }: Context): Html {
  const { lang, dir } = voice(text, sources.get(reference.sourceId)?.lang, texts);
  return html`<blockquote lang="${lang}" dir="${dir}">${shown(text, texts)}</blockquote>`;
}

/** A quote of its own is shown only where it says something else than the claim's title (a reworded claim). */
function claimText(claim: ReportClaim, context: Context): Html {
  const others = claim.quotes.filter((q) => q.text !== claim.title);
  return html`${words(claim, context)}${others.map((q) => quoteOf(q, context))}`;
}

/** The line under a claim: who said it, how many agree, what can be unfolded, its address. */
function meta(claim: ReportClaim, people: number, folds: readonly (Html | undefined)[], { texts }: Context): Html {
  return html`<div class="meta">
    <bdi class="who">${speakerIn(claim.quotes[0]?.reference.interview ?? texts.text('anonymous'), texts)}</bdi>
    ${people > 1 ? html`<span class="badge">${texts.count(claim.letter ? 'letter' : 'people', people)}</span>` : undefined}
    ${permalink(anchorOf(claim), texts.text('claim', { n: String(claim.number) }), texts)}${folds}
  </div>`;
}

const similarItem = (claim: ReportClaim, context: Context): Html =>
  html`<li id="${anchorOf(claim)}" data-groups="${groupsOf(claim, context)}">
    ${claimText(claim, context)}${meta(claim, 1, [whole(claim, context)], context)}
  </li>`;

function similarClaims(all: readonly ReportClaim[], shown: readonly ReportClaim[], context: Context): Html | undefined {
  if (all.length === 0) return undefined;
  const { texts } = context;
  const left = all.length - shown.length;
  return html`<details>
    <summary>${texts.count('similar', all.length)}</summary>
    <ul class="similar" role="list">
      ${shown.map((claim) => similarItem(claim, context))}
    </ul>
    ${left > 0 ? html`<p class="count">${texts.count('unlistedSimilar', left)}</p>` : undefined}
  </details>`;
}

/** Near in subject, not in what is said: a way to it, and no number. Its words, where it does not stand above. */
function related(claim: ReportClaim, follows: boolean, { claims, sources, listing, texts }: Context): Html | undefined {
  const other = claims.get(claim.relatedTo ?? '');
  if (other === undefined || !listing.ids.has(other.id)) return undefined;
  const anchor = anchorOf(other);
  if (follows || namesSomebody(other.title)) return html`<a href="#${anchor}">${texts.text('related')}</a>`;
  const title = named(begin(other.title, 60), sources.get(sourceIdOf(other))?.lang, texts);
  return html`<a href="#${anchor}">${texts.text('relatedTo')} ${title}</a>`;
}

/** The first words of a text, enough to know it again. */
export function begin(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const cut = Array.from(text.slice(0, characters + 1))
    .slice(0, -1)
    .join('');
  const whole = /^.*\S(?=\s)/su.exec(cut)?.[0] ?? '';
  return `${whole.length * 2 > cut.length ? whole : cut}…`;
}

/**
 * A claim as a card: its words, who said it, the way to the comment around it, those that say the same (`similar`: those of them that are
 * listed), and what it is related to. It is set in where it stands among those that are related to one.
 */
export function claimItem(
  claim: ReportClaim,
  similar: readonly ReportClaim[],
  before: ReportClaim | undefined,
  context: Context,
): Html {
  const leader = before?.relatedTo ?? before?.id;
  const follows = leader !== undefined && claim.relatedTo === leader;
  const people = speakersOf([claim]).size;
  const folds = [
    related(claim, follows, context),
    whole(claim, context),
    similarClaims(claim.similarClaims, similar, context),
  ];
  const found = groupsOf(claim, context);
  return html`<li class="claim${follows ? ' follows' : ''}" id="${anchorOf(claim)}" data-groups="${found}">
    ${claimText(claim, context)}${meta(claim, people, folds, context)}
  </li>`;
}
