import type { Ref } from '../activities/kit/contract';
import type { reportSteps } from '../activities/report';
import { ReportInput } from '../activities/report/reportInput';
import { definePipeline, steps } from './kit';
import { corrected } from './review';

const report = steps<typeof reportSteps>('report', {
  heartbeatTimeout: '1500ms',
  steps: { embed: { shardSize: 32 }, claims: { shardSize: 500 } },
});

/**
 * From so many comments on a dead worker is noticed later where the files are made, so that a living one is not taken for dead: of
 * 30,000 comments that stopped the main thread for 0.5 to 0.9 s at a time, and a busy machine takes longer.
 */
const MANY = 2000;
const patient = { heartbeatTimeout: '10s' } as const;

/** The end of a long target tells it from others; half a pair at its beginning is no text. */
const labelOf = (target: string): string => target.slice(-80).replace(/^[\udc00-\udfff]/, '');

/** What was asked for besides the file and its title, as the command line writes it. */
const optionsOf = ({ lang, columns = [], attributes = [], encoding, delimiter }: ReportInput): string[] => [
  ...Object.entries({ lang, encoding, delimiter }).flatMap(([name, value]) => (value ? [`--${name} ${value}`] : [])),
  ...columns.map((name) => `--column ${JSON.stringify(name)}`),
  ...attributes.map((name) => `--attribute ${JSON.stringify(name)}`),
];

export interface ReportSummary {
  readonly status: 'ok' | 'partial';
  readonly inputs: { total: number; ok: number; failed: number; skipped: number };
  readonly files: readonly { name: string; ref: Ref<string>; bytes: number; sha256: string }[];
  /** What was written to the outputs of the input, in their order. */
  readonly outputs?: readonly string[];
  /** Lines of the corrections that name what is not there any more; the report says which. */
  readonly correctionsNotFound?: number;
}

/** Turns the free-text comments of a consultation into a report of topics, claims and cruxes. */
export const reportPipeline = definePipeline(
  'reportPipeline',
  { input: ReportInput, steps: { report } },
  async (run, { report }) => {
    const { load, embed, clustering, claims, sortAndDeduplicate, summaries, cruxes, publish, deliver } = report;
    const { source, title, lang, analyser, outputs = [], columns, encoding, delimiter } = run.input;
    const asked = run.input.attributes;
    const { batches, attributes, file, ...read } = await load({
      analyser,
      source,
      ...(columns || encoding || delimiter || asked
        ? { readAs: { columns, encoding, delimiter, attributes: asked } }
        : {}),
    });
    const vectors = await embed.map(batches, { analyser });
    const found = await clustering({ analyser, comments: read.comments, vectors });
    const claimed = await claims.map(read.comments, { analyser, clustering: found });
    const sorted = await sortAndDeduplicate({ analyser, clustering: found, claims: claimed, vectors });
    const { topics, comments, noted, notFound, signedOff } = await corrected(run, report, {
      ...read,
      topics: sorted,
      vectors,
    });
    const [summarised, divided] = await Promise.all([
      summaries({ analyser, topics, vectors }),
      cruxes({ analyser, topics, comments }),
    ]);
    const durationMs = await run.once('duration', () => Promise.resolve(run.elapsedMs()));
    const summary = `${claimed.counts.ok} comments with claims`;
    const waiting = (comments.items ?? 0) > MANY ? patient : {};
    const published = await publish(
      {
        ...(title === undefined ? {} : { title }),
        ...(lang === undefined ? {} : { lang }),
        analyser,
        date: run.date,
        durationMs,
        comments,
        noted,
        attributes,
        file,
        options: optionsOf(run.input),
        claims: claimed,
        topics,
        summaries: summarised,
        cruxes: divided,
        ...(signedOff && { signedOff }),
      },
      { summary, ...waiting },
    );
    const { report: json, page, ledger, table, groups, facts, inputs } = published;
    const delivering = outputs.map((target) =>
      deliver({ target, report: json, page, ledger, table, groups }, { label: labelOf(target) }),
    );
    const delivered = (await Promise.all(delivering)).flat();
    return {
      status: inputs.failed > 0 || notFound > 0 || run.skippedByHand() ? ('partial' as const) : ('ok' as const),
      inputs,
      files: [
        { name: 'report.json', ref: json, ...facts.report },
        { name: 'report.html', ref: page, ...facts.page },
        { name: 'ledger.json', ref: ledger, ...facts.ledger },
        { name: 'claims.csv', ref: table, ...facts.table },
        ...(asked ? [{ name: 'groups.csv', ref: groups, ...facts.groups }] : []),
      ],
      ...(outputs.length > 0 ? { outputs: delivered } : {}),
      ...(notFound > 0 ? { correctionsNotFound: notFound } : {}),
    } satisfies ReportSummary;
  },
);
