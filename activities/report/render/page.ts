import type { LedgerEntry } from '../model';
import type { PipelineOutput, Report } from '../report-schema';
import { shareBar } from './charts';
import { cruxSection } from './cruxSection';
import { html, Html } from './escape';
import { claimsOf, speakersOf, topicSpeakers } from './figures';
import { ledgerSection } from './ledgerSection';
import { STYLE } from './style';
import { TEXTS } from './texts';
import { repeatsTopic, topicSection, type Sources } from './topicSection';

/** No script may run and nothing may be fetched, whatever a comment holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function figures(report: Report, ledger: readonly LedgerEntry[]): Html {
  const claims = report.topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims));
  const all: [number, string][] = [
    [ledger.length, TEXTS.labels.comments],
    [speakersOf(claims).size, TEXTS.labels.people],
    [report.topics.length, TEXTS.labels.topics],
    [claimsOf(claims), TEXTS.labels.claims],
    [report.addOns?.subtopicCruxes?.length ?? 0, TEXTS.labels.cruxes],
  ];
  return html`<dl class="figures">
    ${all.map(
      ([n, label]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${TEXTS.number(n)}</dd>
        </div>`,
    )}
  </dl>`;
}

function header(report: Report, ledger: readonly LedgerEntry[]): Html {
  const failed = ledger.filter((e) => e.outcome === 'failed').length;
  return html`<header>
    <h1 dir="auto">${report.title}</h1>
    <p class="lead" dir="auto">${report.description}</p>
    <p class="count"><time datetime="${report.date}">${TEXTS.date(report.date)}</time></p>
    ${figures(report, ledger)}${failed > 0 ? html`<p class="notice">${TEXTS.partial(failed, ledger.length)}</p>` : undefined}
  </header>`;
}

function contents(report: Report): Html {
  const topics = report.topics.map(
    (topic, t) =>
      html`<li class="c-${topic.topicColor}">
        <a href="#topic-${t + 1}"><bdi>${topic.title}</bdi></a>
        <ul>
          ${(repeatsTopic(topic) ? [] : topic.subtopics).map(
            (s, i) =>
              html`<li>
                <a href="#topic-${t + 1}-${i + 1}"><bdi>${s.title}</bdi></a>
              </li>`,
          )}
        </ul>
      </li>`,
  );
  return html`<nav aria-labelledby="contents">
    <h2 id="contents">${TEXTS.contents}</h2>
    <ol>
      <li><a href="#overview">${TEXTS.overview}</a></li>
      ${topics}
      <li><a href="#cruxes">${TEXTS.cruxes}</a></li>
      <li><a href="#inputs">${TEXTS.inputs}</a></li>
    </ol>
  </nav>`;
}

function overview(report: Report): Html {
  const most = Math.max(1, ...report.topics.map(topicSpeakers));
  return html`<section id="overview">
    <h2>${TEXTS.overview}</h2>
    <p class="description">${report.topics.length === 0 ? TEXTS.empty : TEXTS.overviewNote}</p>
    <ol class="overview">
      ${report.topics.map(
        (topic, t) =>
          html`<li class="c-${topic.topicColor}">
            <a href="#topic-${t + 1}"><bdi>${topic.title}</bdi></a>
            ${shareBar(topicSpeakers(topic) / most)}
            <span class="count">${TEXTS.people(topicSpeakers(topic))}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** The document. Sections in reading order: what there is, topic by topic, where people disagree, what was left out. */
export function page(output: PipelineOutput, ledger: readonly LedgerEntry[]): Html {
  const report = output.data[1];
  const sources: Sources = new Map(report.sources.map((s) => [s.id, s]));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#overview">${TEXTS.skip}</a>
        ${header(report, ledger)}
        <div class="columns">
          ${contents(report)}
          <main>
            ${overview(report)} ${report.topics.map((topic, t) => topicSection(topic, t + 1, sources))}
            ${cruxSection(report.addOns?.subtopicCruxes ?? [])} ${ledgerSection(ledger)}
          </main>
        </div>
        <footer>
          <h2>${TEXTS.about}</h2>
          <p>${TEXTS.aboutText} ${TEXTS.madeBy(output.metadata[1].author)}</p>
        </footer>
      </body>
    </html> `;
}
