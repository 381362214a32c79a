/** The body of the report: what it asks of Temporal, and what it says of its result. On a virtual clock, its steps are played. */
import '../../testing/memory/asyncLocal';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Virtual } from '../../testing/memory/virtual';
import { standIn } from '../../workflows/kit/standIn';
import { reportPipeline } from '../../workflows/report';
import type { ReportSummary } from '../../workflows/report';
import { Outside } from '../kernel/outside';

interface Played {
  readonly summary: ReportSummary;
  /** The heartbeat timeout that each step asks for. */
  readonly heartbeats: Readonly<Record<string, unknown>>;
}

/** A report of so many comments, of which so many failed. */
async function played(comments: number, failed = 0): Promise<Played> {
  const list = { $ref: 'list', step: 'report.load', bytes: 1, gen: 1, items: comments };
  const inputs = { total: comments, ok: comments - failed, failed, skipped: 0 };
  const outputs: Readonly<Record<string, unknown>> = {
    'report.load': { comments: list, batches: list },
    'report.publish': { facts: {}, inputs },
  };
  const outside = new Outside({});
  const sdk = new Virtual();
  const heartbeats: Record<string, unknown> = {};
  const input = { source: { text: 'x' }, analyser: 'builtin' } as Parameters<typeof reportPipeline>[0];
  const summary = standIn.run(sdk, () => sdk.start(() => reportPipeline(input)));
  for (let isOver = false; !isOver;) {
    await sdk.settle();
    const next = [...sdk.pending].find(({ name }) => name !== 'kit.keepAlive');
    isOver = !next;
    if (next?.name.startsWith('report.')) heartbeats[next.name] = next.options.heartbeatTimeout;
    if (next?.name === 'kit.open' || next?.name === 'kit.remember') outside.answer(sdk, next);
    else if (next) sdk.answer(next, outputs[next.name] ?? { ...list, counts: inputs });
  }
  return { summary: await summary, heartbeats };
}

test('promise 4: a step of a report asks for 1.5 s, that which makes the files of more than 2,000 comments for 10 s', async () => {
  const [few, many] = [await played(2000), await played(2001)];
  expect(Object.keys(few.heartbeats)).toHaveLength(8);
  expect(new Set(Object.values(few.heartbeats))).toEqual(new Set(['1500ms']));
  expect(many.heartbeats).toEqual({ ...few.heartbeats, 'report.publish': '10s' });
});

test.each(['guarantees.md', 'failures.md', 'operations.md'])(
  'docs/%s says how soon a dead worker is noticed',
  (page) => {
    const text = readFileSync(join(__dirname, '..', '..', 'docs', page), 'utf8').replaceAll(/\s+/g, ' ');
    expect(text).toContain('10 s by default, 1.5 s in a report, there 10 s for the files of more than 2,000 comments');
  },
);

test('a report of which an input failed is partial, and one of which none did is not', async () => {
  expect((await played(3)).summary).toMatchObject({ status: 'ok', inputs: { total: 3, failed: 0 } });
  expect((await played(3, 1)).summary).toMatchObject({ status: 'partial', inputs: { total: 3, failed: 1 } });
});
