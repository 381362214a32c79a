/**
 * Goal: the thread pool of the built JavaScript. Each case is a small program of its own, because only a process that
 * ends by itself proves that nothing was left open.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BUILT = join(__dirname, '../../../../dist/activities/report/builtin');
const KIT = join(__dirname, '../../../../dist/activities/kit/content/stored.js');

async function program(body: string): Promise<unknown> {
  const source = `
    const { builtinAnalyser } = require(${JSON.stringify(BUILT)});
    const { Stored } = require(${JSON.stringify(KIT)});
    const comments = Array.from({ length: 40 }, (_, i) => ({ id: String(i), speaker: 'Ann', text: 'We need ' + 'more '.repeat(i % 9) + 'buses and parks in district ' + i + '.' }));
    const analyser = builtinAnalyser();
    const signal = new AbortController().signal;
    (async () => { ${body} })().then((result) => console.log(JSON.stringify(result)));`;
  const { stdout } = await run(process.execPath, ['-e', source], { timeout: 30_000 });
  return JSON.parse(stdout);
}

describe('the threads of the built-in analyser', () => {
  it('embed and cluster, and leave nothing open after close', async () => {
    const result = await program(`
      const batches = await analyser.batches(comments, signal);
      const vectors = await Promise.all(batches.map((batch) => analyser.embed(batch, signal)));
      const entries = vectors.map((value) => ({ id: value.id, outcome: 'ok', value }));
      const found = await analyser.cluster({ comments: Stored.of(comments), vectors: Stored.of(entries) }, signal);
      await analyser.close();
      return JSON.parse(Buffer.from(found.json)).assignments.length;`);
    expect(result).toBe(40);
  });

  it('reject with the reason of the signal in the middle of a task, and work on afterwards', async () => {
    const result = await program(`
      const batches = await analyser.batches(comments, signal);
      const controller = new AbortController();
      const embedding = analyser.embed(batches[0], controller.signal);
      controller.abort(new Error('the lease is lost'));
      const message = await embedding.then(() => 'embedded', (error) => error.message);
      const { keys } = await analyser.embed(batches[0], signal);
      await analyser.close();
      return { message, keys: keys.length };`);
    expect(result).toEqual({ message: 'the lease is lost', keys: 40 });
  });

  it('refuse work after close', async () => {
    const result = await program(`
      await analyser.close();
      return analyser.batches(comments, signal).then(() => 'worked', (error) => error.message);`);
    expect(result).toBe('the built-in analyser is closed: create another one');
  });
});
