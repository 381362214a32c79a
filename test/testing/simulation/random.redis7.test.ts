/** Random histories of commands, played on the simulation and on a real server: every answer must be the same. */
import fc from 'fast-check';
import { loadLua, SimulatedServer } from '../../../testing/simulation';

import { answerOf, answerTo, type Answer } from './cases/case';
import { forwarder, keys, moves, unordered, type Move } from './cases/random';
import { asAnswer, useRealAnswers } from './realAnswers';

const HISTORIES = 2000;

const real = useRealAnswers();

const wordsOf = ({ command, isScripted }: Exclude<Move, string>) =>
  isScripted ? (['EVAL', forwarder, keys.length, ...keys, ...command] as const) : command;

async function playReal(history: Move[]): Promise<Answer[]> {
  const pipeline = real.redis.pipeline().config('SET', 'maxmemory', 0).flushall();
  for (const move of history) {
    if (typeof move === 'string') pipeline.config('SET', 'maxmemory', move === 'full' ? 1 : 0);
    else {
      const [name, ...words] = wordsOf(move);
      pipeline.callBuffer(name, ...words);
    }
  }
  const replies = (await pipeline.exec()) ?? [];
  return replies.slice(2).map(([error, reply]) => (error ? { error: error.message } : asAnswer(reply)));
}

async function playSimulated(history: Move[]): Promise<Answer[]> {
  const simulated = new SimulatedServer(await loadLua(), () => 1_736_121_600_000);
  const answers: Answer[] = [];
  for (const move of history) {
    if (typeof move === 'string') simulated.memoryFull = move === 'full';
    const [name, ...words] = typeof move === 'string' ? (['ECHO', 'OK'] as const) : wordsOf(move);
    answers.push(await answerTo(() => answerOf(simulated.call(name, ...words))));
  }
  return answers;
}

const inOrder = (history: Move[], answers: Answer[]) =>
  answers.map((answer, i) => {
    const move = history[i];
    const hasOrder = typeof move !== 'object' || !unordered.includes(move.command[0]);
    return hasOrder || !Array.isArray(answer) ? answer : answer.map(String).toSorted();
  });

test(`in ${HISTORIES} random histories the simulation answers as Redis does`, async () => {
  const property = fc.asyncProperty(moves, async (history) => {
    const [real, simulated] = await Promise.all([playReal(history), playSimulated(history)]);
    expect(inOrder(history, simulated)).toEqual(inOrder(history, real));
  });
  await fc.assert(property, { numRuns: HISTORIES });
});
