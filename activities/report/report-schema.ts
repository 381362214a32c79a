/**
 * The report file: the shape of Talk to the City's report format v0.2, so that its readers can open ours. Unknown fields
 * are dropped on parse, as its readers do; those that we add (`language`, `lang`, `overview`, `votes`, `groups`, `relatedTo`, `letter`, `corrections`, `method`, audit
 * `outcome`) are optional
 * for that reason.
 */
import { z } from 'zod';
import { CorrectionsRecord } from './corrections/record';
import { Method } from './method';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

const VideoSpan = z.tuple([
  z.literal('video'),
  z.object({ link: z.string(), beginTimestamp: z.string(), endTimestamp: z.string().optional() }),
]);
const AudioSpan = z.tuple([
  z.literal('audio'),
  z.object({ beginTimestamp: z.string(), endTimestamp: z.string().optional() }),
]);
/** UTF-16 offsets into the source's text, end exclusive: `source.text.slice(startIdx, endIdx) === quote.text`. */
const TextSpan = z.tuple([z.literal('text'), z.object({ startIdx: count, endIdx: count })]);

export const Quote = z.object({
  id: z.string(),
  text: z.string(),
  reference: z.object({
    id: z.string(),
    sourceId: z.string(),
    interview: z.string().default('Anonymous'),
    data: z.union([TextSpan, VideoSpan, AudioSpan]),
  }),
});
export type Quote = z.infer<typeof Quote>;

export const ReportClaim = z.object({
  id: z.string(),
  title: z.string(),
  quotes: z.array(Quote),
  /** Runs from 1 over primaries and the claims nested under them, in reading order. */
  number: z.number().int().positive(),
  /** Those in nearly the same words: the people of all of them say this one thing. */
  get similarClaims(): z.ZodArray<typeof ReportClaim> {
    return z.array(ReportClaim);
  },
  /** Ours: this and its `similarClaims` are copies of one letter that several people sent, or parts of them. */
  letter: z.literal(true).optional(),
  /** Ours: the id of a claim on the same matter, which may say something else or the opposite. Nobody is counted for it. */
  relatedTo: z.string().optional(),
});
export type ReportClaim = z.infer<typeof ReportClaim>;

/** Ours: `text.slice(startIdx, endIdx)` of the text beside it is somebody's words, in the language `lang` (ISO 639-1). */
const Quoted = z.object({ startIdx: count, endIdx: count, lang: z.string() });

export const ReportSubtopic = z.object({
  /** Ours: the language of title and description (ISO 639-1), where it is known. */
  lang: z.string().optional(),
  id: z.string(),
  title: z.string(),
  description: z.string(),
  claims: z.array(ReportClaim),
});
export type ReportSubtopic = z.infer<typeof ReportSubtopic>;

export const TopicColor = z.enum([
  'violet',
  'blueSea',
  'blueSky',
  'greenLeaf',
  'greenLime',
  'yellow',
  'red',
  'purple',
  'brown',
]);
export type TopicColor = z.infer<typeof TopicColor>;

export const ReportTopic = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  summary: z.string().optional(),
  summaryQuoted: z.array(Quoted).optional(),
  /** Ours: the language of title and description (ISO 639-1), where it is known. */
  lang: z.string().optional(),
  context: z.string().optional(),
  subtopics: z.array(ReportSubtopic),
  topicColor: TopicColor,
});
export type ReportTopic = z.infer<typeof ReportTopic>;

export const Source = z.object({
  id: z.string(),
  interview: z.string().default('Anonymous'),
  data: z.union([
    z.tuple([z.literal('text'), z.object({ text: z.string() })]),
    z.tuple([z.literal('video'), z.object({ text: z.string(), link: z.string(), timestamp: z.string() })]),
    z.tuple([z.literal('audio'), z.object({ text: z.string(), link: z.string(), timestamp: z.string() })]),
  ]),
  /** Ours: the language of the text (ISO 639-1), where it is known. */
  lang: z.string().optional(),
});
export type Source = z.infer<typeof Source>;

export const SubtopicCrux = z.object({
  topic: z.string(),
  subtopic: z.string(),
  /** With `votes` a whole comment, else a claim. */
  cruxClaim: z.string(),
  /** Speakers as `id:name`; nobody is in two of the three lists. */
  agree: z.array(z.string()),
  disagree: z.array(z.string()),
  no_clear_position: z.array(z.string()),
  explanation: z.string(),
  explanationQuoted: z.array(Quoted).optional(),
  /** Ours: the language of `cruxClaim` (ISO 639-1), where it is known. */
  lang: z.string().optional(),
  agreementScore: share,
  disagreementScore: share,
  /** 2 × the smaller of the two scores: 1 is an even split of everybody, 0 is agreement. */
  controversyScore: share,
  speakersInvolved: count.optional(),
  totalSpeakersInSubtopic: count.optional(),
  /** Ours: the vote totals, where the scores rest on votes instead of on who said what. */
  votes: z.object({ agree: count, disagree: count }).optional(),
});
export type SubtopicCrux = z.infer<typeof SubtopicCrux>;

export const TopicScore = z.object({
  topic: z.string(),
  averageControversy: share,
  subtopicCount: count,
  totalSpeakers: count,
});
export type TopicScore = z.infer<typeof TopicScore>;

export const SpeakerCruxMatrix = z.object({
  speakers: z.array(z.string()),
  cruxLabels: z.array(z.string()),
  /** One row a speaker, one column a crux. */
  matrix: z.array(z.array(z.enum(['agree', 'disagree', 'no_position']))),
});
export type SpeakerCruxMatrix = z.infer<typeof SpeakerCruxMatrix>;

const BridgingScore = z.looseObject({ bridgingScore: z.number() });

export const AddOns = z.object({
  subtopicCruxes: z.array(SubtopicCrux).optional(),
  topicScores: z.array(TopicScore).optional(),
  speakerCruxMatrix: SpeakerCruxMatrix.optional(),
  claimBridgingScores: z.array(BridgingScore).optional(),
  quoteBridgingScores: z.array(BridgingScore).optional(),
});
export type AddOns = z.infer<typeof AddOns>;

/** One sentence of the overview, with the ids of what it rests on. */
export const OverviewSentence = z.object({
  text: z.string(),
  topics: z.array(z.string()),
  claims: z.array(z.string()),
  quoted: z.array(Quoted).optional(),
});
export type OverviewSentence = z.infer<typeof OverviewSentence>;

/**
 * Who spoke of which topic, by one attribute. A number is of people who may be shown, `null` where it would be of too few; `others` is everybody
 * else: another value, none, or not shown. Whom a number counts stands nowhere in the report.
 */
export const GroupTable = z.object({
  name: z.string(),
  values: z.array(z.string()),
  /** No number is of fewer people. */
  fewest: count,
  topics: z.array(z.object({ topic: z.string(), people: z.array(count.nullable()), others: count, total: count })),
});
export type GroupTable = z.infer<typeof GroupTable>;

export const Report = z.object({
  title: z.string(),
  description: z.string(),
  /** Ours: the report in three to five sentences. */
  overview: z.array(OverviewSentence).optional(),
  /** Ours: a table for each attribute that was asked for. */
  groups: z.array(GroupTable).optional(),
  questionAnswers: z.array(z.object({ question: z.string(), answer: z.string() })).optional(),
  addOns: AddOns.optional(),
  topics: z.array(ReportTopic),
  sources: z.array(Source),
  graphics: z.record(z.string(), z.unknown()).optional(),
  date: z.string(),
  /** Ours: the language of its readers (ISO 639-1), in which the page speaks. */
  language: z.string().optional(),
  /** Ours: what a person corrected, and who signed the report off. */
  corrections: CorrectionsRecord.optional(),
  /** Ours: with what it was made. */
  method: Method.optional(),
});
export type Report = z.infer<typeof Report>;

const Metadata = z.object({
  /** Milliseconds since the epoch. */
  startTimestamp: z.number(),
  /** Milliseconds. */
  duration: z.number(),
  totalCost: z.string(),
  author: z.string(),
  organization: z.string().optional(),
});

export const AuditEntry = z.object({
  step: z.enum([
    'input',
    'sanitization_filter',
    'meaningfulness_filter',
    'claims_extraction',
    'deduplication',
    'crux_generation_validation',
  ]),
  action: z.enum(['received', 'accepted', 'rejected', 'modified', 'deduplicated']),
  commentId: z.string().optional(),
  reason: z.string().optional(),
  claimIds: z.array(z.string()).optional(),
  primaryClaimId: z.string().optional(),
  /** Ours: the ledger's word for this input. */
  outcome: z.enum(['ok', 'failed', 'skipped']).optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditLog = z.object({
  version: z.literal('1.0'),
  reportId: z.string(),
  createdAt: z.string(),
  inputCommentCount: count,
  finalQuoteCount: count,
  modelName: z.string(),
  entries: z.array(AuditEntry),
  /** Adds up to `inputCommentCount`. */
  summary: z.object({
    rejectedBySanitization: count,
    rejectedByMeaningfulness: count,
    rejectedByClaimsExtraction: count,
    deduplicated: count,
    accepted: count,
  }),
});
export type AuditLog = z.infer<typeof AuditLog>;

export const PipelineOutput = z.object({
  data: z.tuple([z.literal('v0.2'), Report]),
  metadata: z.tuple([z.literal('v0.2'), Metadata]),
  auditLog: AuditLog.optional(),
  promptsUsed: z.record(z.string(), z.string()).optional(),
});
/** The content of `report.json`. */
export type PipelineOutput = z.infer<typeof PipelineOutput>;
