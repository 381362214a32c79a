import type { ReportClaim, ReportSubtopic, ReportTopic } from '../report-schema';
import { claimItem, type Lookup } from './claimItem';
import { html, type Html } from './escape';
import { claimsOf, speakersOf } from './figures';
import { permalink } from './permalink';
import { TEXTS } from './texts';

/** Claims come by how many people made them: after these the rest is folded, so that a page of 600 comments can be skimmed. */
const SHOWN_CLAIMS = 8;

/** Ids are hashes of content, so they are safe in an address and stay the same in the next report. */
export const topicAnchor = (topic: ReportTopic): string => `t-${topic.id}`;
export const subtopicAnchor = (subtopic: ReportSubtopic): string => `s-${subtopic.id}`;

/** A topic too small to divide has one subtopic of its own name: told once is enough. */
export const repeatsTopic = (topic: ReportTopic): boolean =>
  topic.subtopics.length === 1 && topic.subtopics[0]?.title === topic.title;

const claimList = (claims: readonly ReportClaim[], lookup: Lookup): Html =>
  html`<ol class="claims" role="list">
    ${claims.map((c, at) => claimItem(c, claims[at - 1], lookup))}
  </ol>`;

const counts = (claims: readonly ReportClaim[]): string =>
  `${TEXTS.people(speakersOf(claims).size)} · ${TEXTS.claims(claimsOf(claims))}`;

function subtopicSection(subtopic: ReportSubtopic, topic: ReportTopic, lookup: Lookup): Html {
  const anchor = subtopicAnchor(subtopic);
  const rest = subtopic.claims.slice(SHOWN_CLAIMS);
  const description =
    subtopic.description === topic.description
      ? undefined
      : html`<p class="description" dir="auto">${subtopic.description}</p>`;
  const heading = html`<h3><bdi>${subtopic.title}</bdi></h3>
    ${permalink(anchor, subtopic.title)}
    <p class="count">${counts(subtopic.claims)}</p>
    ${description}`;
  return html`<section class="subtopic" id="${anchor}">
    ${repeatsTopic(topic) ? undefined : heading} ${claimList(subtopic.claims.slice(0, SHOWN_CLAIMS), lookup)}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>${TEXTS.moreClaims(rest.length)}</summary>
            ${claimList(rest, lookup)}
          </details>`
    }
  </section>`;
}

/** One topic with everything under it. `cruxes` is how many of its statements divide people. */
export function topicSection(topic: ReportTopic, cruxes: number, lookup: Lookup): Html {
  const anchor = topicAnchor(topic);
  const claims = topic.subtopics.flatMap((s) => s.claims);
  return html`<section class="topic c-${topic.topicColor}" id="${anchor}">
    <h2><bdi>${topic.title}</bdi></h2>
    ${permalink(anchor, topic.title)}
    <p class="count">
      ${counts(claims)}${cruxes > 0 ? html` · <a href="#cruxes">${TEXTS.ofTopic(cruxes)}</a>` : undefined}
    </p>
    <p class="description" dir="auto">${topic.description}</p>
    ${
      topic.summary === undefined
        ? undefined
        : html`<div class="summary" dir="auto">
            <p class="label">${TEXTS.summary}</p>
            <p>${topic.summary}</p>
          </div>`
    }
    ${topic.subtopics.map((s) => subtopicSection(s, topic, lookup))}
  </section>`;
}
