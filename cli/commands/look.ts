import { actions } from '../actions';
import { option } from '../command';
import type { Definition } from '../command';

/** Commands that look at runs and change nothing. */
export const look: readonly Definition[] = [
  {
    usage: 'watch <id>',
    summary: 'follow a run; Ctrl-C only stops watching',
    examples: [
      ['watch spring', 'a live tree on a terminal, lines elsewhere'],
      ['watch spring --json', 'one event a line, the last is finished'],
    ],
    run: (_flags, output, id = '') => actions.runs.watch(id, output),
  },
  {
    usage: 'result <id>',
    summary: 'wait for a run and give what came out',
    options: [option('--out <dir>', 'write the files there')],
    examples: [
      ['result spring --out out/spring', 'the files, each checked against its sha256'],
      ['result monday', 'what the pipeline returned, as JSON'],
    ],
    run: (flags, output, id = '') => actions.runs.result(id, flags.out, output),
  },
  {
    usage: 'list',
    summary: 'the newest runs',
    examples: [['list', 'id, status, start and type of at most 100']],
    run: (_flags, output) => actions.runs.list(output),
  },
  {
    usage: 'inspect <id>',
    summary: 'steps, sizes and workers of one run',
    options: [option('--html <file>', 'write the page of the run there')],
    examples: [
      ['inspect spring --html run.html', 'graph, timeline with attempts and lock waits, ledger: one file'],
      ['inspect spring --json > run.json', 'everything that is known about the run'],
    ],
    run: (flags, output, id = '') => actions.runs.inspect(id, flags.html, output),
  },
  {
    usage: 'ledger <id> [step]',
    summary: 'what became of every input of a report, or of every item of the maps of a run, while it runs too',
    options: [
      option('--failed', 'only what failed'),
      option('--csv <file>', 'write it there as CSV, safe to open in a spreadsheet'),
    ],
    examples: [
      ['ledger spring --failed', 'outcome, input and reason, one line each'],
      ['ledger monday label --failed', 'the items of a map that failed so far, by their ids, with reasons'],
      ['ledger spring --csv ledger.csv', 'columns input, outcome, reason; of items step, id, outcome, reason, cached'],
    ],
    run: (flags, output, id = '', step) => actions.ledger.ledger(id, step, flags, output),
  },
  {
    usage: 'open <id>',
    summary: 'the page of a run in the Web UI',
    examples: [['open spring', 'prints the link, and opens a browser on a terminal']],
    run: (_flags, output, id = '') => actions.openRun.openRun(id, output),
  },
];
