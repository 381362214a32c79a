import { z } from 'zod';
import { ANALYSERS, DEFAULT_ANALYSER } from './analysers';
import { MAX_ATTRIBUTES } from './model';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'the sha256 of the uploaded file, 64 hex digits');

/** Where the file is: uploaded (by its sha256), inline, or a file below the worker's input folder. */
export const Source = z.union([
  z.strictObject({ blob: Sha256 }),
  z.strictObject({ text: z.string().min(1) }),
  z.strictObject({ path: z.string().min(1).max(1000) }),
]);
export type Source = z.infer<typeof Source>;

/** Where the files are written to as well: `s3://bucket/folder`, or a folder below the worker's output folder. */
const Output = z.union(
  [
    z
      .string()
      .max(1000)
      .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\p{Cc}\p{Cs}]*)?$/u),
    z
      .string()
      .min(1)
      .max(1000)
      .regex(/^(?!\w+:\/\/)[^\p{Cc}\p{Cs}]+$/u),
  ],
  "an output is like s3://bucket/folder, or a folder below the worker's output folder",
);

/** How the file is to be read where looking at it is not enough. */
export const ReadAs = z.strictObject({
  /** The columns with comments, by name or by place from 1: each is a question of its own. */
  columns: z.array(z.string().min(1).max(500)).min(1).max(50).readonly().optional(),
  /** A name of the Encoding Standard: `windows-1252`, `shift_jis`. */
  encoding: z.string().min(1).max(40).optional(),
  /** The columns that say of those who wrote what they are (age, district), by name or by place from 1. */
  attributes: z.array(z.string().min(1).max(500)).min(1).max(MAX_ATTRIBUTES).readonly().optional(),
  delimiter: z
    .string()
    .regex(/^(?:tab|comma|semicolon|pipe|[^\p{L}\p{N}"\r\n ])$/u, 'one character that no word has, or tab')
    .optional(),
});
export type ReadAs = z.infer<typeof ReadAs>;

/** A corrections file: uploaded, or as it is where it is small (an input has at most 16 KiB). */
export const CorrectionsSource = z.union([
  z.strictObject({ blob: Sha256 }),
  z.strictObject({ text: z.string().min(1) }),
]);

/** A person's name, as the report gives it. */
const Name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cs}\u2028-\u202E\u2060-\u2069]*$/u, 'a name without line breaks or characters that nobody sees');

/** What a report waits for under this name; a question that is asked again has a number behind it. */
export const REVIEW = 'report-review';
/** How long it waits, unless its input says. */
export const REVIEW_TIMEOUT = '30 days';

const MINUTES = { minute: 1, minutes: 1, hour: 60, hours: 60, day: 1440, days: 1440 } as const;
const MOST_MINUTES = 365 * MINUTES.days;
type Unit = keyof typeof MINUTES;

/** One way to write it each, so that the same wait is the same input. */
const ReviewTimeout = z
  .templateLiteral([z.int().positive(), ' ', z.enum(Object.keys(MINUTES) as Unit[])])
  .refine((text) => {
    const [count, unit] = text.split(' ') as [string, Unit];
    const minutes = Number(count) * MINUTES[unit];
    return minutes >= 1 && minutes <= MOST_MINUTES;
  }, '1 minute to 365 days');

/** Who looked at the proposal and lets the report be made. Its corrections take the place of those that the run was started with. */
export const Approval = z.strictObject({ by: Name, corrections: CorrectionsSource.optional() });
export type Approval = z.input<typeof Approval>;

const Input = z.strictObject({
  source: Source,
  analyser: z.enum(Object.keys(ANALYSERS)).default(DEFAULT_ANALYSER),
  title: z.string().min(1).max(200).optional(),
  /** The language of the page's own texts; without it that of most comments, if the page speaks it, else English. */
  lang: z.enum(['en', 'de', 'fr', 'es', 'ja']).optional(),
  ...ReadAs.shape,
  outputs: z
    .array(Output)
    .max(10)
    .refine((all) => new Set(all.map((one) => one.replace(/\/+$/, ''))).size === all.length, 'an output is named twice')
    .readonly()
    .optional(),
  corrections: CorrectionsSource.optional(),
  /** Whose corrections they are; the report and its ledger name them. */
  signedOffBy: Name.optional(),
  /** The report is made when a person has approved what it will say: the run waits for the answer `report-review`. */
  review: z.boolean().optional(),
  /** How long it waits for that: 1 minute to 365 days, `10 days`. Then the run fails. */
  reviewTimeout: ReviewTimeout.optional(),
});

/** The input of `reportPipeline`. */
export const ReportInput = Input.refine(({ corrections, signedOffBy }) => !corrections || signedOffBy !== undefined, {
  path: ['signedOffBy'],
  error: 'corrections are signed off by somebody: a name',
});
export type ReportInput = z.input<typeof ReportInput>;
