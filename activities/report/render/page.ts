import type { Groups } from '../groups';
import type { LedgerEntry } from '../model';
import type { PipelineOutput, Report, ReportTopic, SubtopicCrux } from '../report-schema';
import { commentsSection } from './commentsSection';
import { contextOf, type Context } from './context';
import { cruxSection, type AnchorOf } from './cruxSection';
import { documentOf } from '../../../render/document';
import { html, type Html } from '../../../render/escape';
import { groupsSection } from './groupsSection';
import { ledgerSection } from './ledgerSection';
import { matrixSection, shownMatrix } from './matrixSection';
import { contents, header, overview } from './overview';
import { methodSection } from './methodSection';
import { analyserIn } from './ownNames';
import { readingSection } from './reading';
import { SCRIPT } from './script';
import { searchForm } from './searchForm';
import { STYLE } from './style';
import { subtopicAnchor, topicAnchor, topicSection } from './topicSection';

/** Places by their titles, which is all that a crux knows; of two places with the same titles the first is linked. */
function anchorsOf(report: Report): AnchorOf {
  const anchors = new Map<string, ReturnType<AnchorOf>>();
  for (const topic of report.topics)
    for (const subtopic of topic.subtopics) {
      const key = JSON.stringify([topic.title, subtopic.title]);
      if (!anchors.has(key))
        anchors.set(key, {
          topic: topicAnchor(topic),
          subtopic: subtopicAnchor(subtopic),
          topicLang: topic.lang,
          subtopicLang: subtopic.lang,
        });
    }
  return (crux) => anchors.get(JSON.stringify([crux.topic, crux.subtopic]));
}

function main(report: Report, ledger: readonly LedgerEntry[], analyser: string, context: Context): Html {
  const { texts } = context;
  const cruxes: readonly SubtopicCrux[] = report.addOns?.subtopicCruxes ?? [];
  const matrix = shownMatrix(report.addOns?.speakerCruxMatrix);
  const anchorOf = anchorsOf(report);
  const placed = cruxes.map((crux) => anchorOf(crux)?.topic);
  const cruxesOf = (topic: ReportTopic): number => placed.filter((anchor) => anchor === topicAnchor(topic)).length;
  return html`<main id="report" tabindex="-1">
    ${overview(report, context)} ${readingSection(report, texts)} ${searchForm(report, texts)}
    ${report.topics.map((topic) => topicSection(topic, cruxesOf(topic), context))}
    ${cruxSection(cruxes, anchorOf, texts)} ${matrix ? matrixSection(matrix, cruxes, texts) : undefined}
    ${report.groups ? groupsSection(report.groups, report.topics, texts) : undefined} ${commentsSection(context)}
    ${methodSection(report, ledger, analyser, context)} ${ledgerSection(ledger, texts)}
  </main>`;
}

/** The document. Sections in reading order: what was said, how to read it, topic by topic, where people disagree, the comments, what was left out. */
export function page(output: PipelineOutput, ledger: readonly LedgerEntry[], groups: readonly Groups[]): Html {
  const report = output.data[1];
  const context = contextOf(report, groups);
  const { texts } = context;
  const hasMatrix = shownMatrix(report.addOns?.speakerCruxMatrix) !== undefined;
  const body = html`<a class="skip" href="#report">${texts.text('skip')}</a>
    ${header(report, ledger, texts)}
    <div class="columns">
      ${contents(report, hasMatrix, context)} ${main(report, ledger, output.metadata[1].author, context)}
    </div>
    <footer>
      <p>${texts.text('madeBy', { analyser: analyserIn(output.metadata[1].author, texts) })}</p>
    </footer>`;
  return documentOf({ language: texts.language, title: report.title, style: STYLE, script: SCRIPT, body });
}
