/** What a person corrected, as the report tells it: who signed it off and when, and line by line what was done. */
import { z } from 'zod';

const KINDS = ['rename', 'merge', 'split', 'move', 'hide'] as const;

/** One line of a corrections file, and what came of it. A line that names several ids is there twice where some were found and some were not. */
export const CorrectionDone = z.object({
  /** Of the file, from 1. */
  line: z.number().int().positive(),
  kind: z.enum(KINDS),
  /** What it is about: `topic:3fa9c1d2e0b4`, `claim:…`, `subtopic:…`; with `notFound`, what was not there. */
  of: z.array(z.string()),
  /** The line itself, without comments and with single spaces, shortened. It holds nothing of a claim that it hides. */
  text: z.string(),
  /** `notFound`: nothing has these ids any more, so nothing was done for them. */
  outcome: z.enum(['applied', 'notFound']),
  /** Of what was not found: what may have been meant. */
  nearest: z.string().optional(),
  /** The title before, of what was renamed, merged or split. */
  before: z.string().optional(),
  /** How many comments it concerns: those whose claims it moved, hid, or which stand in what it named. */
  comments: z.number().int().nonnegative(),
});
export type CorrectionDone = z.infer<typeof CorrectionDone>;

export const SignedOff = z.object({
  by: z.string(),
  /** ISO 8601: the date of the run, or when a person approved it. */
  at: z.string(),
  /** A person saw the proposal before the report was made (`--review`). */
  reviewed: z.boolean(),
});
export type SignedOff = z.infer<typeof SignedOff>;

/** `corrections` of report.json. `done` is in the order of the file; it is empty where a person approved the proposal as it was. */
export const CorrectionsRecord = SignedOff.extend({ done: z.array(CorrectionDone) });
export type CorrectionsRecord = z.infer<typeof CorrectionsRecord>;
