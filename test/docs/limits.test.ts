/** docs/limits.md against the code: each row has the value of its constant, and each constant that bounds something has a row. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Variables } from '../../worker/config';
import { root } from './titles';

const ROOMS = ['activities', 'redis', 'workflows', 'worker', 'client'];
/** The analyser's own thresholds and the page's measures bound nothing that its user gives. */
const ELSEWHERE = /^activities\/report\/(?:builtin|render|corrections)\//;

/** `NAME = 5 * KIB;`, or `name: 5 * KIB,` in a table of the file. */
const CONSTANT = /^(?:export )?const ([A-Z][A-Z0-9_]*) = ([\dA-Z_][\dA-Z_ *+-]*);/gm;
const MEMBER = /^ {2}(\w+): ([\dA-Z_][\dA-Z_ *]*),/gm;
const TABLES = ['limits.ts', 'shapes.ts'];

interface Constant {
  readonly file: string;
  readonly name: string;
  readonly value: number;
}

function constantsOf(path: string): Constant[] {
  const text = readFileSync(join(root, path), 'utf8');
  const own = [...text.matchAll(CONSTANT)].map(([, name = '', value = '']) => [name, value] as const);
  const known = new Map(own);
  const numberOf = (term: string): number => {
    const plain = term.trim();
    return known.has(plain) ? valueOf(known.get(plain) ?? '') : Number(plain.replaceAll('_', ''));
  };
  const valueOf = (product: string): number => product.split('*').reduce((all, term) => all * numberOf(term), 1);
  const members = TABLES.includes(basename(path))
    ? [...text.matchAll(MEMBER)].map(([, name = '', value = '']) => [name, value] as const)
    : [];
  return [...own, ...members].map(([name, value]) => ({ file: basename(path), name, value: valueOf(value) }));
}

const constants = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name}`)
    .filter((path) => path.endsWith('.ts') && !ELSEWHERE.test(path))
    .flatMap(constantsOf),
);

const page = readFileSync(join(root, 'docs', 'limits.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \| `([\w.]+)` `(\w+)` \|$/gm)].map(
  ([, what = '', value = '', change = '', file = '', name = '']) => ({ what, value, change, file, name }),
);

const UNITS: readonly (readonly [string, number])[] = [
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['days', 86_400_000],
  ['bytes', 1],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['characters', 1],
  ['', 1],
];

/** What stands in a cell as a number: `64 KiB`, `1,000`. */
function numberIn(cell: string): number {
  const [, digits = '', unit = ''] = /^([\d,]+)(?: (\w+))?$/.exec(cell) ?? [];
  const [, factor = NaN] = UNITS.find(([name]) => name === unit) ?? [];
  return Number(digits.replaceAll(',', '') || NaN) * factor;
}

/**
 * Constants that nobody meets: how fast something is asked again, how much of a text is shown, what is done at a time so that others
 * have their turn. A new constant is one of these, or has a row.
 */
const NO_LIMITS: Readonly<Record<string, RegExp>> = {
  'a pace':
    /RETRY|RESEND|AGAIN_MS|POLL_MS|BACK_OFF_MS|^WAVE|_TURN$|^HEARTBEAT_|^SAMPLE_MS$|^PAUSE_MS$|^GRID_MS$|^LOOKS$|^AWAY_ASK_MS$/,
  'how much is shown':
    /NAMED|SHOWN|_WHY_|MESSAGE_|STACK_|REASON_|SAID_|SUMMARY_|INPUT_CHARACTERS|DETAILS_CHARACTERS|CAUSES|^MAX_ISSUES$|^MAX_ROWS$|^TOLD$|VALUE_CHARACTERS|^MAX_NAME$|^MAX_LENGTH$|^SHOWN|^MAX_ATTEMPTS$|^MAX_NAME_CHARACTERS$|^MAX_DEPTH$|^MAX_LOOKED_AT$/,
  'a page, a share, a threshold':
    /_SCAN$|^scanCount$|PAGE|_SHARE$|^MAX_BATCH$|^SAMPLE_|SMALL_BYTES|LARGE_BYTES|AboveBytes$|^PROBE_BYTES$|PER_CALL$|^MANY$|^HEAP_MB$|^EARLIER$|^MASHED_PAIRS$/,
};
const isNoLimit = (name: string): boolean => Object.values(NO_LIMITS).some((names) => names.test(name));

/** Numbers that mean something else. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'a unit': [
    'keep.ts HOUR_MS',
    'limits.ts KIB',
    'limits.ts SECOND_MS',
    'limits.ts HOUR_MS',
    'shapes.ts KIB',
    'config.ts MIB',
  ],
  'a port or a place': [
    'address.ts DEFAULT_PORT',
    'address.ts SENTINEL_PORT',
    'scriptCalls.ts FIRST_WRITE',
    'envelope.ts CHECKSUM_START',
    'postgres.ts MAKING_TABLES',
  ],
  'a version or a code': [
    'version.ts KERNEL',
    'envelope.ts VERSION',
    'envelope.ts CODEC_RAW',
    'envelope.ts CODEC_BROTLI',
    'connections.ts NOT_FOUND',
    'keptEffects.ts NOT_FOUND',
    'searchAttributes.ts UNIMPLEMENTED',
    'steer.ts NOT_READY',
    'trouble.ts WORKFLOW_QUEUE',
    'pending.ts STARTED',
    'lastTask.ts SCHEDULE_TO_START',
  ],
  'made of others': ['leaving.ts LEFT_BEHIND_AFTER_MS'],
  'how something is told from something else': [
    'httpAnswer.ts LEAST_SECRET',
    'sheet.ts MAX_MERGED_WORDS',
    'decode.ts GOOD_FOR_ONE_BAD',
    'telephone.ts MIN_DIGITS',
    'telephone.ts MAX_DIGITS',
    'text.ts MAX_SILENT_CHARACTERS',
    'readComments.ts MORE_LINES',
    'header.ts MAX_TITLE_LINES',
    'delimiter.ts FIRST_LINES',
    'columns.ts PROSE_WORDS',
    'columns.ts MAX_CELL_CHARACTERS',
    'kinds.ts LONGEST',
    'giveaways.ts FEW',
    'personal.ts SAYS_CHARACTERS',
    'safeName.ts HASH',
    'clientProof.ts TTL_MS',
  ],
};
const OTHER_NUMBERS = new Set(Object.values(OTHERS).flat());

test('each limit in docs/limits.md has the value of its constant', () => {
  expect(rows.length).toBeGreaterThan(100);
  const wrong = rows.flatMap(({ what, value, file, name }) => {
    const found = constants.filter((one) => one.file === file && one.name === name).map((one) => one.value);
    return found.length > 0 && found.every((one) => one === numberIn(value))
      ? []
      : [`${what}: ${value}, in ${file} ${name} is ${found.join(' and ') || 'not there'}`];
  });
  expect(wrong).toEqual([]);
});

test('each constant of the product that bounds something is in docs/limits.md', () => {
  const listed = new Set(rows.map(({ file, name }) => `${file} ${name}`));
  const missing = constants.filter(
    ({ file, name }) => !listed.has(`${file} ${name}`) && !isNoLimit(name) && !OTHER_NUMBERS.has(`${file} ${name}`),
  );
  expect(missing.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
});

test('no limit stands there twice, and every row says what changes it, or why nothing does', () => {
  const names = rows.map(({ file, name }) => `${file} ${name}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(rows.filter(({ change }) => change.trim().length < 3)).toEqual([]);
  // A row that is written otherwise would not be looked at.
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:what \||---)/.test(line));
  expect(lines.length).toBe(rows.length);
});

test('each variable that a limit names is a setting of a worker', () => {
  const named = page.match(/`PIPELINE_\w+`/g)?.map((name) => name.slice(1, -1)) ?? [];
  expect(named.length).toBeGreaterThan(4);
  const all = Object.keys(Variables.shape);
  expect(named.filter((name) => !all.includes(name))).toEqual([]);
});
