import type { ReportClaim, ReportSubtopic, ReportTopic, Source } from '../report-schema';
import { html, type Html } from './escape';
import { claimsOf, speakersOf } from './figures';
import { TEXTS } from './texts';

export type Sources = ReadonlyMap<string, Source>;

/** Claims come by how many people made them: after these the rest is folded, so that a page of 600 comments can be skimmed. */
const SHOWN_CLAIMS = 8;

const who = (claim: ReportClaim): string => claim.quotes[0]?.reference.interview ?? 'Anonymous';

/** The whole comment with the quoted passage marked, where the claim is only a part of it. */
function context(claim: ReportClaim, sources: Sources): Html | undefined {
  const quote = claim.quotes[0];
  const source = sources.get(quote?.reference.sourceId ?? '');
  if (quote?.reference.data[0] !== 'text' || source?.data[0] !== 'text') return undefined;
  const { text } = source.data[1];
  const { startIdx, endIdx } = quote.reference.data[1];
  if (text.trim() === claim.title.trim()) return undefined;
  const marked = html`${text.slice(0, startIdx)}<mark>${text.slice(startIdx, endIdx)}</mark>${text.slice(endIdx)}`;
  return html`<details>
    <summary>${TEXTS.context}</summary>
    <blockquote dir="auto">${marked}</blockquote>
  </details>`;
}

/** A quote of its own is shown only where it says something else than the claim's title (a reworded claim). */
function claimText(claim: ReportClaim): Html {
  const others = claim.quotes.filter((q) => q.text !== claim.title);
  return html`<p class="words" dir="auto">${claim.title}</p>
    ${others.map((q) => html`<blockquote dir="auto">${q.text}</blockquote>`)}`;
}

const speaker = (name: string): Html => html`<span class="who">— <bdi>${name}</bdi></span>`;

function similarItem(claim: ReportClaim, sources: Sources): Html {
  return html`<li id="claim-${claim.number}">${claimText(claim)}${speaker(who(claim))}${context(claim, sources)}</li>`;
}

function claimItem(claim: ReportClaim, sources: Sources): Html {
  const people = speakersOf([claim]).size;
  return html`<li class="claim" id="claim-${claim.number}">
    ${claimText(claim)}
    <p class="meta">
      ${speaker(who(claim))}${people > 1 ? html` <span class="badge">${TEXTS.people(people)}</span>` : undefined}
    </p>
    ${context(claim, sources)}${
      claim.similarClaims.length > 0
        ? html`<details>
            <summary>${TEXTS.similar(claim.similarClaims.length)}</summary>
            <ul class="similar">
              ${claim.similarClaims.map((c) => similarItem(c, sources))}
            </ul>
          </details>`
        : undefined
    }
  </li>`;
}

/** A topic too small to divide has one subtopic of its own name: told once is enough. */
export const repeatsTopic = (topic: ReportTopic): boolean =>
  topic.subtopics.length === 1 && topic.subtopics[0]?.title === topic.title;

const claimList = (claims: readonly ReportClaim[], sources: Sources): Html =>
  html`<ol class="claims">
    ${claims.map((c) => claimItem(c, sources))}
  </ol>`;

function subtopicSection(subtopic: ReportSubtopic, anchor: string, sources: Sources, untitled: boolean): Html {
  const rest = subtopic.claims.slice(SHOWN_CLAIMS);
  const heading = html`<h3 dir="auto">${subtopic.title}</h3>
    <p class="count">${TEXTS.claims(claimsOf(subtopic.claims))} · ${TEXTS.people(speakersOf(subtopic.claims).size)}</p>
    <p class="description" dir="auto">${subtopic.description}</p>`;
  return html`<section class="subtopic" id="${anchor}">
    ${untitled ? undefined : heading} ${claimList(subtopic.claims.slice(0, SHOWN_CLAIMS), sources)}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>${TEXTS.moreClaims(rest.length)}</summary>
            ${claimList(rest, sources)}
          </details>`
    }
  </section>`;
}

/** One topic with everything under it. `position` counts from 1 and makes the anchors. */
export function topicSection(topic: ReportTopic, position: number, sources: Sources): Html {
  const claims = topic.subtopics.flatMap((s) => s.claims);
  const untitled = repeatsTopic(topic);
  return html`<section class="topic c-${topic.topicColor}" id="topic-${position}">
    <h2 dir="auto">${topic.title}</h2>
    <p class="count">${TEXTS.claims(claimsOf(claims))} · ${TEXTS.people(speakersOf(claims).size)}</p>
    <p class="description" dir="auto">${topic.description}</p>
    ${
      topic.summary === undefined
        ? undefined
        : html`<div class="summary" dir="auto">
            <p class="label">${TEXTS.summary}</p>
            <p>${topic.summary}</p>
          </div>`
    }
    ${topic.subtopics.map((s, i) => subtopicSection(s, `topic-${position}-${i + 1}`, sources, untitled))}
  </section>`;
}
