/**
 * What flows between the report steps. Every shape is plain JSON; ids are derived from content (never random, never a
 * position), so that the same comments give the same report whatever the order of the rows.
 */
import { z } from 'zod';
import { CorrectionDone } from './corrections/record';

/** Longer comments are not read: whoever wrote one is told so in the ledger. */
export const MAX_COMMENT_CHARACTERS = 10_000;

/** One usable row of the input. `id` is the row's own id where the file has one. Votes only where the file has them. */
export const Comment = z.object({
  id: z.string(),
  text: z.string(),
  speaker: z.string(),
  agrees: z.number().int().nonnegative().optional(),
  disagrees: z.number().int().nonnegative().optional(),
  /** Its language (ISO 639-1), where it is known. */
  lang: z.string().optional(),
  /** What it answers, where the file holds several questions. */
  question: z.string().optional(),
});
export type Comment = z.infer<typeof Comment>;

/** A number about fewer people than this says who they are: it is shown nowhere. */
export const MIN_GROUP = 5;
/** Each one more makes groups smaller, so that less can be shown. */
export const MAX_ATTRIBUTES = 3;

/**
 * What the speakers are, by a column of the file (age, district): speaker and value, those alone of whom it is told. It never travels with
 * a comment, so that nothing that is made of comments can say it.
 */
export const Attribute = z.object({ name: z.string(), people: z.array(z.tuple([z.string(), z.string()])) });
export type Attribute = z.infer<typeof Attribute>;

/**
 * Texts that are embedded together. Cut by content alone, so the same comments give the same batches in any row order. Where some of them are
 * the beginning of a longer one that they stand for, `keys` has the hashes of the whole texts.
 */
export const Batch = z.object({ id: z.string(), texts: z.array(z.string()), keys: z.array(z.string()).optional() });
export type Batch = z.infer<typeof Batch>;

/** The vectors of a batch: `keys[i]` is the hash of text i, or of what it is the beginning of, `vectors` all int8 vectors one after another, in base64. */
export const EmbeddedBatch = z.object({ id: z.string(), keys: z.array(z.string()), vectors: z.string() });
export type EmbeddedBatch = z.infer<typeof EmbeddedBatch>;

/** The fate of one input row; every row of the file has exactly one. `input` is unique in a run. */
export const LedgerEntry = z.object({
  input: z.string(),
  outcome: z.enum(['ok', 'failed', 'skipped']),
  reason: z.string().optional(),
  /** The entry is no input but a correction that a person made: `skipped` where what it names is not there. */
  correction: CorrectionDone.optional(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Subtopic = z.object({ id: z.string(), title: z.string(), description: z.string() });
export const Topic = Subtopic.extend({ subtopics: z.array(Subtopic) });
export type Topic = z.infer<typeof Topic>;

/**
 * Which subtopic a passage of a comment belongs to: the comment's `text.slice(start, end)`. `letter` where it is (a part of) a letter
 * that several people sent: it has the same value in all copies. `context` where it is about what stands before it: the same where that is.
 */
export const Assignment = z.object({
  comment: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  topic: z.string(),
  subtopic: z.string(),
  letter: z.string().optional(),
  context: z.string().optional(),
});
export type Assignment = z.infer<typeof Assignment>;

/** What clustering finds: the topics, and an assignment for every passage that claims something: one of every comment at least. */
export const Clustering = z.object({ topics: z.array(Topic), assignments: z.array(Assignment) });
export type Clustering = z.infer<typeof Clustering>;

/** A claim is an exact span of its comment: `comment.text.slice(start, end) === text`. `letter` and `context` as in the assignment, `lang` as in the comment. */
export const Claim = z.object({
  id: z.string(),
  comment: z.string(),
  speaker: z.string(),
  topic: z.string(),
  subtopic: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  letter: z.string().optional(),
  context: z.string().optional(),
  lang: z.string().optional(),
});
export type Claim = z.infer<typeof Claim>;

/**
 * A claim with those that say the same in nearly the same words: together they are what several people say. `relatedTo` is the claim
 * beside which it is shown because it is about the same thing, in whatever direction; nobody is counted for that.
 */
export const SortedClaim = Claim.extend({ similar: z.array(Claim), relatedTo: z.string().optional() });
export type SortedClaim = z.infer<typeof SortedClaim>;

export const SortedSubtopic = Subtopic.extend({ claims: z.array(SortedClaim) });
export const SortedTopic = Topic.extend({ subtopics: z.array(SortedSubtopic) });
/** Topics by distinct speakers, subtopics likewise, claims by distinct speakers: the order of the report. */
export type SortedTopic = z.infer<typeof SortedTopic>;

/** Of a topic: what its analyser wrote, or the ids of the claims that tell most of it, about which the report says the rest in its own language. */
export const Summary = z.object({
  topic: z.string(),
  text: z.string().optional(),
  claims: z.array(z.string()).optional(),
});
export type Summary = z.infer<typeof Summary>;

/**
 * A statement that divides. With `basis: 'votes'` it is a whole comment, with the votes on it; with `'polarity'` a claim, with its
 * speakers and those of a claim that contradicts it.
 */
export const Crux = z.object({
  topic: z.string(),
  subtopic: z.string(),
  claim: z.string(),
  text: z.string(),
  basis: z.enum(['votes', 'polarity']),
  agree: z.array(z.string()),
  disagree: z.array(z.string()),
  agreeCount: z.number().int(),
  disagreeCount: z.number().int(),
  controversy: z.number().min(0).max(1),
  /** In the words of its analyser; without them the report tells what the crux rests on in its own language. */
  explanation: z.string().optional(),
  /** The claim that contradicts it. */
  counter: z.object({ text: z.string(), lang: z.string().optional() }).optional(),
  /** The language of the text (ISO 639-1), where it is known. */
  lang: z.string().optional(),
});
export type Crux = z.infer<typeof Crux>;
