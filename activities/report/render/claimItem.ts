import type { ReportClaim, Source } from '../report-schema';
import { html, type Html } from './escape';
import { speakersOf } from './figures';
import { permalink } from './permalink';
import { TEXTS } from './texts';

/** What a claim may point at: its comment, and the claim that it is related to. By id. */
export interface Lookup {
  readonly sources: ReadonlyMap<string, Source>;
  readonly claims: ReadonlyMap<string, ReportClaim>;
}

const who = (claim: ReportClaim): string => claim.quotes[0]?.reference.interview ?? TEXTS.anonymous;

/** Made of the quote's id, a hash of content: the link to a claim holds in the next report of the same comments too. */
export const claimAnchor = (claim: ReportClaim): string => `c-${claim.quotes[0]?.id ?? claim.number}`;

/** The whole comment with the quoted passage marked, where the claim is only a part of it. */
function context(claim: ReportClaim, { sources }: Lookup): Html | undefined {
  const quote = claim.quotes[0];
  const source = sources.get(quote?.reference.sourceId ?? '');
  if (quote?.reference.data[0] !== 'text' || source?.data[0] !== 'text') return undefined;
  const { text } = source.data[1];
  const { startIdx, endIdx } = quote.reference.data[1];
  if (text.trim() === claim.title.trim()) return undefined;
  const marked = html`${text.slice(0, startIdx)}<mark>${text.slice(startIdx, endIdx)}</mark>${text.slice(endIdx)}`;
  return html`<details>
    <summary>${TEXTS.context}</summary>
    <blockquote>${marked}</blockquote>
  </details>`;
}

/** A quote of its own is shown only where it says something else than the claim's title (a reworded claim). */
function claimText(claim: ReportClaim): Html {
  const others = claim.quotes.filter((q) => q.text !== claim.title);
  return html`<p class="words">${claim.title}</p>
    ${others.map((q) => html`<blockquote>${q.text}</blockquote>`)}`;
}

/** The line under a claim: who said it, how many agree, what can be unfolded, its address. */
function meta(claim: ReportClaim, people: number, folds: readonly (Html | undefined)[]): Html {
  return html`<div class="meta">
    <bdi class="who">${who(claim)}</bdi>
    ${people > 1 ? html`<span class="badge">${claim.letter ? TEXTS.letter(people) : TEXTS.people(people)}</span>` : undefined}
    ${permalink(claimAnchor(claim), TEXTS.claim(claim.number))}${folds}
  </div>`;
}

const similarItem = (claim: ReportClaim, lookup: Lookup): Html =>
  html`<li id="${claimAnchor(claim)}">${claimText(claim)}${meta(claim, 1, [context(claim, lookup)])}</li>`;

function similar(claims: readonly ReportClaim[], lookup: Lookup): Html | undefined {
  if (claims.length === 0) return undefined;
  return html`<details>
    <summary>${TEXTS.similar(claims.length)}</summary>
    <ul class="similar" role="list">
      ${claims.map((c) => similarItem(c, lookup))}
    </ul>
  </details>`;
}

/** Near in subject, not in what is said: a way to it, and no number. Its words, where it does not stand above. */
function related(claim: ReportClaim, follows: boolean, { claims }: Lookup): Html | undefined {
  const other = claims.get(claim.relatedTo ?? '');
  if (other === undefined) return undefined;
  const anchor = claimAnchor(other);
  if (follows) return html`<a href="#${anchor}">${TEXTS.related}</a>`;
  return html`<a href="#${anchor}">${TEXTS.relatedTo} <bdi>${begin(other.title)}</bdi></a>`;
}

/** The first words of a claim, enough to know it again. */
function begin(text: string): string {
  const [words = text] = /^.{1,60}(?=\s|$)/su.exec(text) ?? /^.{1,60}/su.exec(text) ?? [];
  return words === text ? text : `${words}…`;
}

/**
 * A claim as a card: its words, who said it, the comment around it, those that say the same, and what it is related to. It is set in where
 * it stands among those that are related to one.
 */
export function claimItem(claim: ReportClaim, before: ReportClaim | undefined, lookup: Lookup): Html {
  const leader = before?.relatedTo ?? before?.id;
  const follows = leader !== undefined && claim.relatedTo === leader;
  const people = speakersOf([claim]).size;
  const folds = [related(claim, follows, lookup), context(claim, lookup), similar(claim.similarClaims, lookup)];
  return html`<li class="claim${follows ? ' follows' : ''}" id="${claimAnchor(claim)}">
    ${claimText(claim)}${meta(claim, people, folds)}
  </li>`;
}
