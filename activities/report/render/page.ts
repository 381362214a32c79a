import type { LedgerEntry } from '../model';
import type { PipelineOutput, Report, SubtopicCrux } from '../report-schema';
import type { Lookup } from './claimItem';
import { cruxSection, type AnchorOf } from './cruxSection';
import { documentOf } from './document';
import { html, type Html } from './escape';
import { ledgerSection } from './ledgerSection';
import { matrixSection } from './matrixSection';
import { contents, header, overview } from './overview';
import { SCRIPT } from './script';
import { searchForm } from './searchForm';
import { STYLE } from './style';
import { TEXTS } from './texts';
import { subtopicAnchor, topicAnchor, topicSection } from './topicSection';

/** Places by their titles, which is all that a crux knows; of two places with the same titles the first is linked. */
function anchorsOf(report: Report): AnchorOf {
  const anchors = new Map<string, ReturnType<AnchorOf>>();
  for (const topic of report.topics)
    for (const subtopic of topic.subtopics) {
      const key = JSON.stringify([topic.title, subtopic.title]);
      if (!anchors.has(key)) anchors.set(key, { topic: topicAnchor(topic), subtopic: subtopicAnchor(subtopic) });
    }
  return (crux) => anchors.get(JSON.stringify([crux.topic, crux.subtopic]));
}

function main(report: Report, ledger: readonly LedgerEntry[]): Html {
  const claims = report.topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims));
  const lookup: Lookup = {
    sources: new Map(report.sources.map((s) => [s.id, s])),
    claims: new Map(claims.map((c) => [c.id, c])),
  };
  const cruxes: readonly SubtopicCrux[] = report.addOns?.subtopicCruxes ?? [];
  const matrix = report.addOns?.speakerCruxMatrix;
  const anchorOf = anchorsOf(report);
  const placed = cruxes.map((crux) => anchorOf(crux)?.topic);
  return html`<main id="report" tabindex="-1">
    ${searchForm(report.topics)} ${overview(report)}
    ${report.topics.map((t) => topicSection(t, placed.filter((anchor) => anchor === topicAnchor(t)).length, lookup))}
    ${cruxSection(cruxes, anchorOf)} ${matrix ? matrixSection(matrix, cruxes) : undefined} ${ledgerSection(ledger)}
  </main>`;
}

/** The document. Sections in reading order: what there is, topic by topic, where people disagree, what was left out. */
export function page(output: PipelineOutput, ledger: readonly LedgerEntry[]): Html {
  const report = output.data[1];
  const body = html`<a class="skip" href="#report">${TEXTS.skip}</a>
    ${header(report, ledger)}
    <div class="columns">${contents(report)} ${main(report, ledger)}</div>
    <footer>
      <h2>${TEXTS.about}</h2>
      <p>${TEXTS.aboutText} ${TEXTS.madeBy(output.metadata[1].author)}</p>
    </footer>`;
  return documentOf({ language: TEXTS.language, title: report.title, style: STYLE, script: SCRIPT, body });
}
