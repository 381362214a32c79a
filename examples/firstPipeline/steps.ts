/** The steps: plain functions that the kit runs behind a lock, records, and never pays for twice. */
import { mapped, ref, stepSet, stepsFor } from 'pipeline-worker/activities';
import type { FileSink } from 'pipeline-worker/activities';
import { z } from 'zod';

export interface Deps {
  readonly files: FileSink;
}
const { defineStep, defineMapStep } = stepsFor<Deps>();
const Count = z.object({ name: z.string(), words: z.number() });

/** What travels by reference (`ref`) lies in Redis; the workflow's history holds only its hash. */
const split = defineStep({
  version: 1,
  input: { text: z.string() },
  output: ref(z.array(z.string())),
  run: ({ text }) => Promise.resolve([...new Set(text.split('\n').filter((line) => line.trim() !== ''))]),
});

/** A map step: every item is recorded on its own, and ends ok, failed or skipped. */
const count = defineMapStep({
  version: 1,
  item: z.string(),
  id: (line) => line,
  shared: { greeting: z.string() },
  output: Count,
  run(line, { greeting }, step) {
    if (line.startsWith('#')) step.skip('a comment');
    const words = line.trim().split(/\s+/).length;
    return Promise.resolve({ name: `${greeting} ${line}`, words });
  },
});

/**
 * An effect: `resource` names what only one attempt anywhere may touch, and gives the step its fencing token. It overwrites
 * what it wrote before (`replaces`), so it may be done again; of one that may not, the answer is kept.
 */
const write = defineStep({
  version: 1,
  input: { name: z.string(), counts: mapped(Count) },
  output: { path: z.string(), lines: z.number() },
  resource: ({ name }) => `file:${name}`,
  replaces: true,
  async run({ name, counts }, step) {
    const lines = counts.map((entry) =>
      entry.outcome === 'ok' ? `${entry.value.name}: ${entry.value.words}` : `${entry.id}: ${entry.outcome}`,
    );
    const { path } = await step.deps.files.write(step, name, `${lines.join('\n')}\n`);
    return { path, lines: lines.length };
  },
});

export const firstSteps = stepSet('first', { split, count, write });
