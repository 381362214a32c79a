import type { Ref } from '../activities/kit/contract';
import type { reportSteps } from '../activities/report';
import type { ReportInput } from '../activities/report/reportInput';
import { openRun, proxySteps } from './kit';
import type { StartOptions } from './kit';

const steps = proxySteps<typeof reportSteps>('report', {
  heartbeatTimeout: '1500ms',
  steps: { embed: { shardSize: 32 }, claims: { shardSize: 500 } },
});
const { load, embed, clustering, claims, sortAndDeduplicate, summaries, cruxes, publish } = steps;

/**
 * From so many comments on a dead worker is noticed later where the files are made, so that a living one is not taken for dead: of
 * 30,000 comments that stopped the main thread for 0.5 to 0.9 s at a time, and a busy machine takes longer.
 */
const MANY = 2000;
const patient = { heartbeatTimeout: '10s' } as const;

export interface ReportSummary {
  readonly status: 'ok' | 'partial';
  readonly inputs: { total: number; ok: number; failed: number; skipped: number };
  readonly files: readonly { name: string; ref: Ref<string>; bytes: number; sha256: string }[];
}

/** Turns the free-text comments of a consultation into a report of topics, claims and cruxes. */
export function reportPipeline(input: ReportInput, start?: StartOptions): Promise<ReportSummary> {
  return openRun(
    input,
    async (run) => {
      const { title = '', analyser = '' } = run.input;
      const { comments, batches, noted } = await load({ source: run.input.source });
      const vectors = await embed.map(batches, {});
      const found = await clustering({ comments, vectors });
      const claimed = await claims.map(comments, { clustering: found });
      const topics = await sortAndDeduplicate({ clustering: found, claims: claimed, vectors });
      const [summarised, divided] = await Promise.all([summaries({ topics, vectors }), cruxes({ topics, comments })]);
      const durationMs = await run.once('duration', () => Promise.resolve(run.elapsedMs()));
      const summary = `${claimed.ok} comments with claims`;
      const waiting = (comments.items ?? 0) > MANY ? patient : {};
      const { report, page, ledger, facts, inputs } = await publish.with({ summary, ...waiting })({
        title,
        analyser,
        date: run.date,
        durationMs,
        comments,
        noted,
        claims: claimed,
        topics,
        summaries: summarised,
        cruxes: divided,
      });
      return {
        status: inputs.failed > 0 || run.skippedByHand() ? 'partial' : 'ok',
        inputs,
        files: [
          { name: 'report.json', ref: report, ...facts.report },
          { name: 'report.html', ref: page, ...facts.page },
          { name: 'ledger.json', ref: ledger, ...facts.ledger },
        ],
      };
    },
    start,
  );
}
