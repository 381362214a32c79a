/** What stands before the topics: what was said, as a whole and on each topic, and the contents. */
import type { LedgerEntry } from '../model';
import type { OverviewSentence, Report, ReportTopic } from '../report-schema';
import { shareBar } from './charts';
import { anchorOf, begin } from './claimItem';
import type { Context } from './context';
import { html, type Html } from '../../../render/escape';
import { claimsOf, mainPoint, speakersOf, topicSpeakers } from './figures';
import type { Texts } from './texts/index';
import { repeatsTopic, subtopicAnchor, topicAnchor } from './topicSection';
import { named, shown, spoken, voice } from './voice';

/** Two lines on a desk, four on a phone. */
const POINT_CHARACTERS = 140;

/** More links than this under a sentence help nobody. */
const LINKED = 5;

const allClaims = (topics: readonly ReportTopic[]) => topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims));

/** In one line: the numbers are beside the point. */
function figures(report: Report, { count }: Texts): Html {
  const claims = allClaims(report.topics);
  const told = [
    count('comments', report.sources.length),
    count('people', speakersOf(claims).size),
    count('topics', report.topics.length),
    count('claims', claimsOf(claims)),
    count('statements', report.addOns?.subtopicCruxes?.length ?? 0),
  ];
  return html`<p class="figures">${told.map((one) => html`<span>${one}</span> `)}</p>`;
}

export function header(report: Report, ledger: readonly LedgerEntry[], texts: Texts): Html {
  const failed = texts.number(ledger.filter((e) => e.outcome === 'failed').length);
  const partial = texts.count('partial', ledger.length, { failed });
  return html`<header>
    <p class="count"><time datetime="${report.date}">${texts.date(report.date)}</time></p>
    <h1 dir="${voice(report.title, undefined, texts).dir}">${report.title}</h1>
    <p class="lead" dir="${voice(report.description, undefined, texts).dir}">${report.description}</p>
    ${figures(report, texts)}${failed === texts.number(0) ? undefined : html`<p class="notice">${partial}</p>`}
  </header>`;
}

function contentsOf(topic: ReportTopic, { marks, texts }: Context): Html {
  const subtopics = topic.subtopics.map(
    (s) =>
      html`<li>
        <a href="#${subtopicAnchor(s)}">${named(s.title, s.lang, texts)}</a>
      </li>`,
  );
  return html`<li class="place ${marks.get(topic.id)}">
    <a href="#${topicAnchor(topic)}">${named(topic.title, topic.lang, texts)}</a>
    ${
      repeatsTopic(topic)
        ? undefined
        : html`<ul role="list">
            ${subtopics}
          </ul>`
    }
  </li>`;
}

/** @param positions whether the page has the matrix of who stands where. */
export function contents(report: Report, positions: boolean, context: Context): Html {
  const { text } = context.texts;
  const part = (anchor: string, title: string): Html => html`<li><a href="#${anchor}">${title}</a></li>`;
  return html`<nav aria-labelledby="contents">
    <h2 id="contents">${text('contents')}</h2>
    <ol role="list">
      ${part('overview', text('overview'))} ${part('reading', text('readingTitle'))}
      ${report.topics.map((topic) => contentsOf(topic, context))} ${part('cruxes', text('cruxes'))}
      ${positions ? part('positions', text('positions')) : undefined}
      ${report.groups ? part('groups', text('groups')) : undefined}
      ${context.listing.comments.size > 0 ? part('comments', text('comments')) : undefined}
      ${part('method', text('method'))} ${part('inputs', text('inputs'))}
    </ol>
  </nav>`;
}

/** The report in a few sentences, each with ways to what it rests on. */
function brief(report: Report, { claims, listing, texts }: Context): Html | undefined {
  const sentences = report.overview ?? [];
  if (sentences.length === 0) return undefined;
  const topics = new Map(report.topics.map((topic) => [topic.id, topic]));
  const links = (sentence: OverviewSentence): Html[] => [
    ...sentence.topics.slice(0, LINKED).flatMap((id) => {
      const topic = topics.get(id);
      return topic === undefined
        ? []
        : html`<a href="#${topicAnchor(topic)}">${named(topic.title, topic.lang, texts)}</a> `;
    }),
    ...sentence.claims.slice(0, LINKED).flatMap((id) => {
      const claim = claims.get(id);
      if (claim === undefined || !listing.ids.has(id)) return [];
      return html`<a href="#${anchorOf(claim)}">${texts.text('claim', { n: String(claim.number) })}</a> `;
    }),
  ];
  return html`<ul class="brief" role="list">
    ${sentences.map(
      (sentence) =>
        html`<li>
          <span>${spoken(sentence.text, sentence.quoted, texts)}</span> <span class="basis">${links(sentence)}</span>
        </li>`,
    )}
  </ul>`;
}

/** A topic by one thing that was said on it, with how many spoke. */
function glance(topic: ReportTopic, most: number, { marks, sources, listing, texts }: Context): Html {
  const people = topicSpeakers(topic);
  const point = mainPoint(topic, listing.ids);
  const { lang, dir } = voice(point?.title ?? '', sources.get(point?.quotes[0]?.reference.sourceId ?? '')?.lang, texts);
  const said = begin(point?.title ?? '', POINT_CHARACTERS);
  return html`<li class="${marks.get(topic.id)}">
    <a class="name" href="#${topicAnchor(topic)}">${named(topic.title, topic.lang, texts)}</a>
    <span class="count">${texts.count('people', people)}</span>
    ${shareBar(people / most)}
    ${point && html`<a class="point" href="#${anchorOf(point)}" lang="${lang}" dir="${dir}">${shown(said, texts)}</a>`}
  </li>`;
}

export function overview(report: Report, context: Context): Html {
  const { texts } = context;
  const most = Math.max(1, ...report.topics.map(topicSpeakers));
  return html`<section id="overview">
    <h2>${texts.text('overview')}</h2>
    ${brief(report, context)}
    <p class="description">${texts.text(report.topics.length === 0 ? 'empty' : 'overviewNote')}</p>
    ${
      report.topics.length === 0
        ? undefined
        : html`<ol class="overview" role="list">
            ${report.topics.map((topic) => glance(topic, most, context))}
          </ol>`
    }
  </section>`;
}
