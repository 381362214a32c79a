/** A person's yes to a report that waits for one, with corrections or without. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { applyCorrections } from '../activities/report/corrections/apply';
import { faultOf, parseCorrections, textOfCorrections } from '../activities/report/corrections/parse';
import type { CorrectionDone } from '../activities/report/corrections/record';
import { SortedTopic } from '../activities/report/model';
import { REVIEW } from '../activities/report/reportInput';
import type { Approval } from '../activities/report/reportInput';
import { NotPossible } from '../client';
import type { PipelineClient } from '../client';

const Tree = z.object({ v: z.literal(1), topics: z.array(SortedTopic) });

/**
 * Lets a report be made that waits for its review. Its corrections take the place of those that it was started with.
 * Rejects with InputFault, and the report goes on waiting, where a line cannot be followed; with NotPossible where it waits for no review; and as
 * `handle.answer` does.
 * @returns the lines that name what is not there: nothing was done for them, and the report ends partial.
 */
export async function approveReport(
  client: PipelineClient,
  id: string,
  { by, corrections }: { readonly by: string; readonly corrections?: Uint8Array },
): Promise<readonly CorrectionDone[]> {
  const handle = client.handle(id);
  const tree = (await handle.asked()).find(({ wait, name }) => wait.startsWith(REVIEW) && name === 'proposal.json');
  if (!tree) throw new NotPossible(`The run ${id} waits for no review. See what it does: watch ${id}`);
  if (!corrections) {
    await handle.answer(tree.wait, { by } satisfies Approval);
    return [];
  }
  const { topics } = Tree.parse(JSON.parse(tree.text));
  const { problems, entries } = applyCorrections(topics, parseCorrections(textOfCorrections(corrections)));
  if (problems.length > 0) throw faultOf(problems);
  await client.upload(id, corrections);
  const blob = createHash('sha256').update(corrections).digest('hex');
  await handle.answer(tree.wait, { by, corrections: { blob } } satisfies Approval);
  return entries.done().filter(({ outcome }) => outcome === 'notFound');
}
