import type { ReportClaim, ReportSubtopic, ReportTopic } from '../report-schema';
import { anchorOf, begin, claimItem } from './claimItem';
import type { Context } from './context';
import { html, type Html } from '../../../render/escape';
import { claimsOf, mostSaid, speakersOf } from './figures';
import type { Listed } from './listing';
import { permalink } from './permalink';
import { named, shown, spoken, voice } from './voice';

/** Claims come by how many people made them: after these the rest is folded, so that a topic of 600 comments can be skimmed. */
const SHOWN_CLAIMS = 8;
/** Of a topic that is folded: what can be read of it at a glance. */
const TOP_CLAIMS = 3;
/** A top claim that is longer is a comment that reads on where it stands. */
const TOP_CHARACTERS = 240;

/** Ids are hashes of content, so they are safe in an address and stay the same in the next report. */
export const topicAnchor = (topic: ReportTopic): string => `t-${topic.id}`;
export const subtopicAnchor = (subtopic: ReportSubtopic): string => `s-${subtopic.id}`;

/** A topic too small to divide has one subtopic of its own name: told once is enough. */
export const repeatsTopic = (topic: ReportTopic): boolean =>
  topic.subtopics.length === 1 && topic.subtopics[0]?.title === topic.title;

const claimList = (claims: Listed['claims'], context: Context): Html =>
  html`<ol class="claims" role="list">
    ${claims.map(({ claim, similar }, at) => claimItem(claim, similar, claims[at - 1]?.claim, context))}
  </ol>`;

const counts = (claims: readonly ReportClaim[], { texts }: Context): string =>
  `${texts.count('people', speakersOf(claims).size)} · ${texts.count('claims', claimsOf(claims))}`;

function subtopicSection(subtopic: ReportSubtopic, topic: ReportTopic, context: Context): Html {
  const { texts, listing } = context;
  const anchor = subtopicAnchor(subtopic);
  const { claims, left } = listing.of(subtopic.claims);
  const rest = claims.slice(SHOWN_CLAIMS);
  const heading = html`<h3>${named(subtopic.title, subtopic.lang, texts)}</h3>
    ${permalink(anchor, subtopic.title, texts)}
    <p class="count">${counts(subtopic.claims, context)}</p>`;
  return html`<section class="subtopic" id="${anchor}">
    ${repeatsTopic(topic) ? undefined : heading} ${claimList(claims.slice(0, SHOWN_CLAIMS), context)}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>
              ${texts.count(
                'moreClaims',
                rest.reduce((sum, { claim }) => sum + claimsOf([claim]), 0),
              )}
            </summary>
            ${claimList(rest, context)}
          </details>`
    }
    ${left > 0 ? html`<p class="count">${texts.count('unlistedClaims', left)}</p>` : undefined}
  </section>`;
}

/** The claims that most people made, for who reads no further: each leads to its place among the others. */
function topClaims(claims: readonly ReportClaim[], context: Context): Html {
  const { texts, sources } = context;
  return html`<ul class="top" role="list" aria-label="${texts.text('top')}">
    ${claims.map((claim) => {
      const people = speakersOf([claim]).size;
      const language = sources.get(claim.quotes[0]?.reference.sourceId ?? '')?.lang;
      const { lang, dir } = voice(claim.title, language, texts);
      const said = begin(claim.title, TOP_CHARACTERS);
      return html`<li>
        <a href="#${anchorOf(claim)}" lang="${lang}" dir="${dir}">${shown(said, texts)}</a>
        ${people > 1 ? html`<span class="badge">${texts.count('people', people)}</span>` : undefined}
      </li>`;
    })}
  </ul>`;
}

/** Told by the claims under it, where it is the words of one of them. */
function description(topic: ReportTopic, claims: readonly ReportClaim[], { texts }: Context): Html | undefined {
  if (topic.description === '' || claims.some(({ title }) => title === topic.description)) return undefined;
  const { lang, dir } = voice(topic.description, topic.lang, texts);
  return html`<p class="description" lang="${lang}" dir="${dir}">${topic.description}</p>`;
}

/**
 * One topic: what it is about and what was said most, and everything under it, folded. Where that is no more than a few claims they
 * stand open. `cruxes` is how many of its statements divide people.
 */
export function topicSection(topic: ReportTopic, cruxes: number, context: Context): Html {
  const { texts, listing, marks } = context;
  const anchor = topicAnchor(topic);
  const claims = topic.subtopics.flatMap((s) => s.claims);
  const top = mostSaid(topic, listing.ids, TOP_CLAIMS);
  const all = topic.subtopics.map((s) => subtopicSection(s, topic, context));
  const { summary } = topic;
  return html`<section class="topic ${marks.get(topic.id)}" id="${anchor}">
    <h2>${named(topic.title, topic.lang, texts)}</h2>
    ${permalink(anchor, topic.title, texts)}
    <p class="count">
      ${counts(claims, context)}${
        cruxes > 0 ? html` · <a href="#cruxes">${texts.count('statements', cruxes)}</a>` : undefined
      }
    </p>
    ${description(topic, claims, context)}
    ${
      summary === undefined || summary === ''
        ? undefined
        : html`<div class="summary">
            <p class="label">${texts.text('summary')}</p>
            <p>${spoken(summary, topic.summaryQuoted, texts)}</p>
          </div>`
    }
    ${
      claims.length <= TOP_CLAIMS
        ? all
        : html`${topClaims(top, context)}
            <details class="all">
              <summary>${texts.count('allClaims', claimsOf(claims))}</summary>
              ${all}
            </details>`
    }
  </section>`;
}
