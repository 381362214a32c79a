import type { CorrectionsRecord } from '../corrections/record';
import type { Comment, Crux, LedgerEntry, SortedTopic, Summary } from '../model';
import { MIN_GROUP } from '../model';
import type { Groups } from '../groups';
import type { Method } from '../method';
import type { GroupTable, PipelineOutput, Source } from '../report-schema';
import { auditLogOf } from './audit';
import { addOnsOf } from './cruxes';
import { overviewOf } from './overviewOf';
import { topicsIn } from './ownNames';
import { textsFor } from './texts/index';
import { reportTopics, topicId } from './topics';

export interface ReportParts {
  title: string;
  description: string;
  /** Of its readers, in which the page speaks (ISO 639-1). */
  language?: string;
  /** ISO 8601; the run's date, fixed once, never the clock of this process. */
  date: string;
  topics: readonly SortedTopic[];
  summaries: readonly Summary[];
  cruxes: readonly Crux[];
  comments: readonly Comment[];
  ledger: readonly LedgerEntry[];
  /** What may be shown of the attributes that were asked for. */
  groups?: readonly Groups[];
  /** With what it is made. */
  method?: Method;
  /** Which analyser, and for a language model which model. */
  analyser: string;
  durationMs: number;
  /** What a person corrected, where one did. */
  corrections?: CorrectionsRecord | undefined;
  /** What the run paid, where that is known. */
  costUsd?: number;
}

const sourceOf = (comment: Comment): Source => ({
  id: comment.id,
  interview: comment.speaker,
  data: ['text', { text: comment.text }],
  ...(comment.lang === undefined ? {} : { lang: comment.lang }),
});

/** Without the people: a report says of nobody what group they are in. */
const tableOf = ({ name, values, topics }: Groups): GroupTable => ({
  name,
  values: [...values],
  fewest: MIN_GROUP,
  topics: topics
    .filter(({ total }) => total > 0)
    .map(({ topic, people, others, total }) => ({
      topic: topicId(topic),
      people: people.map((n) => n ?? null),
      others,
      total,
    })),
});

/**
 * Builds the content of `report.json`. A function of its argument: no clock, no randomness; two runs of one input differ
 * in `date` and the metadata block only.
 * @throws Error if a claim is not an exact span of its comment (the claims step has to run again).
 */
export function buildReport(o: ReportParts): PipelineOutput {
  const comments = new Map(o.comments.map((c) => [c.id, c]));
  const texts = textsFor(o.language);
  const called = topicsIn(o.topics, texts);
  const addOns = addOnsOf(called, o.cruxes, texts);
  const topics = reportTopics(called, o.summaries, comments, texts);
  const claims = o.topics.flatMap((topic) => topic.subtopics.flatMap((subtopic) => subtopic.claims));
  const languages = new Map(claims.flatMap(({ id, lang }) => (lang === undefined ? [] : [[id, lang]])));
  return {
    data: [
      'v0.2',
      {
        title: o.title,
        description: o.description,
        ...(addOns ? { addOns } : {}),
        topics,
        overview: overviewOf(topics, o.cruxes, languages, texts),
        ...(o.groups === undefined ? {} : { groups: o.groups.map(tableOf) }),
        sources: o.comments.map(sourceOf),
        date: o.date,
        ...(o.language === undefined ? {} : { language: o.language }),
        ...(o.method === undefined ? {} : { method: o.method }),
        ...(o.corrections && { corrections: o.corrections }),
      },
    ],
    metadata: [
      'v0.2',
      {
        startTimestamp: Date.parse(o.date),
        duration: o.durationMs,
        totalCost: o.costUsd === undefined ? '' : o.costUsd.toFixed(4),
        author: o.analyser,
      },
    ],
    auditLog: auditLogOf({ topics: o.topics, comments, ledger: o.ledger, analyser: o.analyser }),
  };
}
