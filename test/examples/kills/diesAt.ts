/**
 * Loaded before the worker of an example (`node --require`): notes every start of a step's own code, and dies by SIGKILL as
 * TEST_DIES_AT says: `web.store after 1` when the first has done its work and nothing is recorded, `web.links in 9` when the ninth begins.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

type Run = (...given: readonly unknown[]) => Promise<unknown>;
interface Set {
  readonly namespace: string;
  readonly steps: Record<string, { run: Run }>;
}

const [step, when, nth] = (process.env['TEST_DIES_AT'] ?? '').split(' ');
const journal = process.env['TEST_JOURNAL'] ?? '';
let started = 0;

// Before the worker's own `require` of it, which gets the same sets.
const sets = Object.values(require(join(process.cwd(), 'dist', 'steps.js')) as Record<string, Set>);
for (const { namespace, steps } of sets)
  for (const [name, definition] of Object.entries(steps))
    definition.run = mortal(`${namespace}.${name}`, definition.run.bind(definition));

function mortal(name: string, run: Run): Run {
  return async (...given) => {
    appendFileSync(journal, `${JSON.stringify({ step: name, input: given[0] })}\n`);
    const isLast = name === step && (started += 1) === Number(nth);
    if (isLast && when === 'in') process.kill(process.pid, 'SIGKILL');
    const answer = await run(...given);
    if (isLast) process.kill(process.pid, 'SIGKILL');
    return answer;
  };
}
