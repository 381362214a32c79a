import { ANALYSERS, DEFAULT_ANALYSER } from '../../activities/report/analysers';
import { actions } from '../actions';
import { option } from '../command';
import type { Definition } from '../command';
import { corrections, input, signedOffBy, turn } from './options';
import { scheduling } from './schedule';

/** What may be repeated is a list. */
const more = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
const id = option('--id <id>', 'id of the run; the same input joins or resumes the run of that id');
const title = option('--title <title>', 'of a report; without it made of the name of its file');
const lang = option('--lang <code>', 'of the own words of a report (en, de, …); without it that of most texts').choices(
  ['en', 'de', 'fr', 'es', 'ja'],
);
const to = option(
  '--to <target>',
  'write the files there too: s3://bucket/folder, or a folder that the worker allows; may be repeated',
).argParser<readonly string[] | undefined>(more);
const reading = [
  option(
    '--column <name>',
    'the column to read, by name or place; may be repeated: several questions in one report',
  ).argParser<readonly string[] | undefined>(more),
  option(
    '--attribute <name>',
    'a column that says of who wrote what they are (age, district): filters and a table; up to three times',
  ).argParser<readonly string[] | undefined>(more),
  option('--encoding <name>', 'of the file, where the one that is found is wrong: windows-1252, shift_jis'),
  option('--delimiter <character>', 'of a CSV, where the one that is found is wrong; tab for a tab'),
];

const analyser = option(
  '--analyser <name>',
  `who reads the texts. ${Object.entries(ANALYSERS)
    .map(([name, { says }]) => `${name}: ${says}`)
    .join('. ')} (default: ${DEFAULT_ANALYSER})`,
).choices(Object.keys(ANALYSERS));

const correcting = [
  corrections,
  signedOffBy,
  option('--review', 'stop before the report is made, and wait until a person approves what it will say'),
  option('--review-timeout <duration>', 'how long it waits for that, such as 10 days; 30 days unless given'),
];

/** Commands that make runs, and processes that work on them. */
export const work: readonly Definition[] = [
  {
    usage: 'report <file>',
    summary: 'make a report of comments (CSV, Excel, JSON; - is standard input): servers if needed, worker, run, files',
    options: [
      option('--out <dir>', 'where the files go (default: out/<id>)'),
      id,
      title,
      lang,
      to,
      ...reading,
      ...correcting,
      analyser,
      option('--memory', 'embedded servers keep nothing on disk'),
    ],
    examples: [
      ['report comments.csv', 'files in out/<id>; interrupted, the same command goes on'],
      ['report comments.csv --id spring --out out/spring', 'an id and a folder of your own'],
      [
        'report comments.csv --to s3://town/spring',
        'in a bucket too: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed',
      ],
      ["report survey.xlsx --column 'What would you change?' --column 'Anything else?'", 'two questions in one report'],
      ['report survey.xlsx --attribute Age --attribute District', 'who spoke of what, by age and by district'],
      ['report comments.csv --review', 'look at it, correct it, then: approve'],
      ['report comments.csv --json | jq -r .event', 'every event as JSON'],
    ],
    run: (flags, output, file = '') => actions.report.report(file, flags, output),
  },
  {
    usage: 'plan <file>',
    summary: 'what a report would read of a file, leave out and why, and how long it takes; nothing is started',
    options: [...reading, analyser],
    examples: [
      ['plan letters.csv', 'look before you start'],
      ["plan survey.xlsx --column 'What would you change?' --json | jq .leftOut", 'what is left out, with the reasons'],
    ],
    run: (flags, output, file = '') => actions.plan.plan(file, flags, output),
  },
  {
    usage: 'dev [programs...]',
    summary: 'embedded Temporal, Redis, Web UI and a worker (the one of this package, or yours), until Ctrl-C',
    options: [option('--watch', 'start a program again when its code changes')],
    examples: [
      ['dev', 'then, in another terminal: start or run'],
      ['dev worker.js', 'the same with a worker of your own, which is told where the servers are'],
      ['dev --watch dist/worker.js', 'and starts it again when code of its project changes'],
    ],
    run: (flags, output, ...programs) => actions.dev.serveDev(programs, flags, output),
  },
  {
    usage: 'worker',
    summary: 'a worker process',
    examples: [['worker', 'for the servers in TEMPORAL_ADDRESS and REDIS_URL; SIGTERM ends it well']],
    run: (_flags, output) => actions.serve.serveWorker(output),
  },
  {
    usage: 'start <what>',
    summary: 'start a pipeline, or a report of a file; do not wait',
    options: [id, title, lang, to, analyser, ...reading, ...correcting, input, ...turn],
    examples: [
      [`start pricing --id monday --input '{"day":"2026-03-02"}'`, 'any pipeline that a worker has; prints the id'],
      ['start letters.csv --id spring', 'a report, on a worker that makes them'],
    ],
    run: (flags, output, what = '') => actions.runs.start(what, flags, false, output),
  },
  {
    usage: 'run <pipeline>',
    summary: 'start a pipeline and wait for its end',
    options: [id, title, lang, to, analyser, ...reading, ...correcting, input, ...turn],
    examples: [
      ['run pricing --id monday --input @input.json', 'prints what the pipeline returns'],
      ['run pricing --id monday --input @input.json --json | jq .result', 'and every event as JSON'],
    ],
    run: (flags, output, what = '') => actions.runs.start(what, flags, true, output),
  },
  scheduling,
  {
    usage: 'new <name>',
    summary: 'write a project with a pipeline, its worker, a client and a test',
    options: [
      option('--dir <folder>', 'where; a folder of that name unless given'),
      option('--package <from>', 'where to install this package from: a version, or a path to a tarball'),
    ],
    examples: [['new price-list', 'nothing that is there is overwritten; the next commands are printed']],
    run: (flags, output, name = '') => actions.new.newProject(name, flags, output),
  },
];
