import { z } from 'zod';

/** What `load` says of the file, for the method part of the report. */
export const ReadFacts = z.object({
  /** `CSV`, `Excel workbook` … */
  form: z.string(),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  rows: z.number().int(),
  /** The columns with comments. */
  questions: z.array(z.string()),
  /** Which columns the rest was read from, by what they are for. */
  fields: z.record(z.string(), z.string()),
});

export type ReadFacts = z.infer<typeof ReadFacts>;

const MAX_NAME = 80;

/** As much of how a file was read as its report tells. */
export function readFactsOf({ form, encoding, delimiter, rows, questions, fields }: Source): ReadFacts {
  const short = (name: string): string => name.slice(0, MAX_NAME);
  const named = Object.entries(fields).map(([field, name]) => [field, short(name)]);
  return {
    form,
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    rows,
    questions: questions.map(short),
    fields: Object.fromEntries(named) as Record<string, string>,
  };
}

interface Source {
  readonly form: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly rows: number;
  readonly questions: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** What made a report besides the comments: for whoever wants to make it again, or to judge it. */
export const Method = z.object({
  file: ReadFacts,
  /** The options that were given, as the command line writes them. */
  options: z.array(z.string()),
  /** Of the package. */
  version: z.string(),
  /** The weights that the analyser uses. */
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
});
export type Method = z.infer<typeof Method>;
