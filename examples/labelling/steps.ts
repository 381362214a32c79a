/** The documents of a day, and a model that labels one, over HTTP. */
import { nonRetryable, ref, stepSet, stepsFor } from 'pipeline-worker/activities';
import { z } from 'zod';

const Document = z.object({ id: z.string(), text: z.string() });
const Label = z.object({ topic: z.string(), certainty: z.number().min(0).max(1) });
const { defineStep, defineMapStep } = stepsFor<{
  documents(day: string): Promise<z.infer<typeof Document>[]>;
  readonly model: string;
}>();

const list = defineStep({
  version: 1,
  input: { day: z.string() },
  output: ref(z.array(Document)),
  run: ({ day }, { deps }) => deps.documents(day),
});
/** Costs money: the answer is kept by its content, so another run of the same text and prompt pays nothing. */
const label = defineMapStep({
  version: 1,
  item: Document,
  id: ({ id }) => id,
  shared: { prompt: z.string() },
  output: Label,
  cache: true,
  keep: '90 days',
  concurrency: 24, // at once in a process; limits a minute, for all processes, will stand here
  async run({ text }, { prompt }, step) {
    if (text.trim() === '') step.skip('no text');
    const headers = { 'content-type': 'application/json', 'idempotency-key': step.idempotencyKey };
    const body = JSON.stringify({ prompt, text });
    const answer = await fetch(step.deps.model, { method: 'POST', headers, body, signal: step.signal });
    if (answer.status === 400) throw nonRetryable('Refused', await answer.text());
    if (!answer.ok) throw new Error(`the model answered ${answer.status}`);
    return (await answer.json()) as z.infer<typeof Label>;
  },
});
export const docSteps = stepSet('docs', { list, label });
