/** The files of a report of a file: what its steps do, one after another and without any of their guards. */
import type { Analyser } from '../../../activities/report/analyser';
import { readComments } from '../../../activities/report/input';
import { readFactsOf } from '../../../activities/report/method';
import type { Comment, LedgerEntry, SortedTopic } from '../../../activities/report/model';
import { filesOf, type FileName } from '../../../activities/report/render/files';
import type { ReadAs } from '../../../activities/report/reportInput';
import { valueOf } from '../../support/stored';
import { analyse } from './builtin/analyse';

export interface Made {
  readonly comments: readonly Comment[];
  readonly ledger: readonly LedgerEntry[];
  readonly topics: readonly SortedTopic[];
  readonly files: Readonly<Record<FileName, string>>;
}

export async function reportFrom(
  analyser: Analyser,
  file: string | Uint8Array,
  { title, lang, ...readAs }: ReadAs & { readonly title?: string; readonly lang?: string } = {},
): Promise<Made> {
  const signal = new AbortController().signal;
  const found = readComments(typeof file === 'string' ? Buffer.from(file) : file, readAs);
  const { comments, setAside } = await analyser.read(found.comments, signal);
  const { sorted, summaries, cruxes } = await analyse(analyser, comments);
  const notes = new Map(found.duplicates.map((entry) => [entry.input, entry]));
  const ledger: LedgerEntry[] = [
    ...comments.map(({ id }) => notes.get(id) ?? { input: id, outcome: 'ok' as const }),
    ...found.skipped,
    ...setAside,
  ];
  const { version = '', models = [] } = analyser.made ?? {};
  const { facts: _facts, ...made } = filesOf({
    title,
    lang,
    analyser: analyser.name,
    date: '2026-11-27T10:00:00.000Z',
    durationMs: 1,
    comments,
    attributes: found.attributes,
    ledger,
    method: { file: readFactsOf(found.reading), options: [], version, models: [...models] },
    topics: sorted,
    summaries,
    cruxes,
  });
  const texts = Object.entries(made).map(([name, file]) => [name, valueOf(file)]);
  return { comments, ledger, topics: sorted, files: Object.fromEntries(texts) as Made['files'] };
}
