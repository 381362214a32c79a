/** What stands before the topics: the figures, the contents, and the topics at a glance. */
import type { LedgerEntry } from '../model';
import type { OverviewSentence, Report, ReportTopic } from '../report-schema';
import { shareBar } from './charts';
import { claimAnchor } from './claimItem';
import { html, type Html } from './escape';
import { claimsOf, speakersOf, topicSpeakers } from './figures';
import { TEXTS } from './texts';
import { repeatsTopic, subtopicAnchor, topicAnchor } from './topicSection';

/** More links than this under a sentence help nobody. */
const LINKED = 5;

const allClaims = (topics: readonly ReportTopic[]) => topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims));

function figures(report: Report, ledger: readonly LedgerEntry[]): Html {
  const claims = allClaims(report.topics);
  const all: [keyof typeof TEXTS.labels, number][] = [
    ['comments', ledger.length],
    ['people', speakersOf(claims).size],
    ['topics', report.topics.length],
    ['claims', claimsOf(claims)],
    ['cruxes', report.addOns?.subtopicCruxes?.length ?? 0],
  ];
  return html`<dl class="figures">
    ${all.map(
      ([name, n]) =>
        html`<div>
          <dt>${TEXTS.labels[name](n)}</dt>
          <dd>${TEXTS.number(n)}</dd>
        </div>`,
    )}
  </dl>`;
}

export function header(report: Report, ledger: readonly LedgerEntry[]): Html {
  const failed = ledger.filter((e) => e.outcome === 'failed').length;
  return html`<header>
    <p class="count"><time datetime="${report.date}">${TEXTS.date(report.date)}</time></p>
    <h1 dir="auto">${report.title}</h1>
    <p class="lead" dir="auto">${report.description}</p>
    ${figures(report, ledger)}${failed > 0 ? html`<p class="notice">${TEXTS.partial(failed, ledger.length)}</p>` : undefined}
  </header>`;
}

export function contents(report: Report): Html {
  const topics = report.topics.map(
    (topic) =>
      html`<li class="place c-${topic.topicColor}">
        <a href="#${topicAnchor(topic)}"><bdi>${topic.title}</bdi></a>
        ${
          repeatsTopic(topic)
            ? undefined
            : html`<ul role="list">
                ${topic.subtopics.map(
                  (s) =>
                    html`<li>
                      <a href="#${subtopicAnchor(s)}"><bdi>${s.title}</bdi></a>
                    </li>`,
                )}
              </ul>`
        }
      </li>`,
  );
  return html`<nav aria-labelledby="contents">
    <h2 id="contents">${TEXTS.contents}</h2>
    <ol role="list">
      <li><a href="#overview">${TEXTS.overview}</a></li>
      ${topics}
      <li><a href="#cruxes">${TEXTS.cruxes}</a></li>
      ${report.addOns?.speakerCruxMatrix ? html`<li><a href="#positions">${TEXTS.positions}</a></li>` : undefined}
      <li><a href="#inputs">${TEXTS.inputs}</a></li>
    </ol>
  </nav>`;
}

/** The report in a few sentences, each with ways to what it rests on. */
function brief(report: Report): Html | undefined {
  const sentences = report.overview ?? [];
  if (sentences.length === 0) return undefined;
  const topics = new Map(report.topics.map((topic) => [topic.id, topic]));
  const claims = new Map(
    allClaims(report.topics)
      .flatMap((c) => [c, ...c.similarClaims])
      .map((c) => [c.id, c]),
  );
  const links = (sentence: OverviewSentence): Html[] => [
    ...sentence.topics.slice(0, LINKED).flatMap((id) => {
      const topic = topics.get(id);
      return topic === undefined ? [] : html`<a href="#${topicAnchor(topic)}"><bdi>${topic.title}</bdi></a> `;
    }),
    ...sentence.claims.slice(0, LINKED).flatMap((id) => {
      const claim = claims.get(id);
      return claim === undefined ? [] : html`<a href="#${claimAnchor(claim)}">${TEXTS.claim(claim.number)}</a> `;
    }),
  ];
  return html`<section id="brief" class="brief">
    <h2>${TEXTS.inBrief}</h2>
    <ul role="list">
      ${sentences.map((sentence) => html`<li><span dir="auto">${sentence.text}</span> <span class="basis">${links(sentence)}</span></li>`)}
    </ul>
  </section>`;
}

export function overview(report: Report): Html {
  const most = Math.max(1, ...report.topics.map(topicSpeakers));
  return html`${brief(report)}
    <section id="overview">
      <h2>${TEXTS.overview}</h2>
      <p class="description">${report.topics.length === 0 ? TEXTS.empty : TEXTS.overviewNote}</p>
      ${
        report.topics.length === 0
          ? undefined
          : html`<ol class="overview" role="list">
              ${report.topics.map(
                (topic) =>
                  html`<li class="c-${topic.topicColor}">
                    <a href="#${topicAnchor(topic)}"><bdi>${topic.title}</bdi></a>
                    ${shareBar(topicSpeakers(topic) / most)}
                    <span class="count">${TEXTS.people(topicSpeakers(topic))}</span>
                    <span class="count">${TEXTS.claims(claimsOf(allClaims([topic])))}</span>
                  </li>`,
              )}
            </ol>`
      }
    </section>`;
}
