import { z } from 'zod';
import { ref } from '../kit';
import { defineStep } from './deps';

/**
 * Writes the files of the report to a target of its input, fenced: a worker that was overtaken changes nothing there. The page
 * comes last, so that whoever sees it finds the others.
 */
export const deliver = defineStep({
  version: 3,
  input: {
    target: z.string(),
    report: ref(z.string()),
    page: ref(z.string()),
    ledger: ref(z.string()),
    table: ref(z.string()),
    groups: ref(z.string()),
  },
  output: z.array(z.string()),
  whenSkipped: [],
  resource: ({ target }) => `report:${target.replace(/\/+$/, '')}`,
  replaces: true,
  async run({ target, report, page, ledger, table, groups }, step) {
    const sink = await step.deps.outputs.sinkFor(target);
    const files = {
      'report.json': report,
      'ledger.json': ledger,
      'claims.csv': table,
      ...(groups === '' ? {} : { 'groups.csv': groups }),
      'report.html': page,
    };
    const paths: string[] = [];
    for (const [name, content] of Object.entries(files)) paths.push((await sink.write(step, name, content)).path);
    return paths;
  },
});
