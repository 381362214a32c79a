/** Nothing from outside reaches a terminal, a pipe or a file with its control characters: held at the border, for every way out. */
import fs, { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { jsonOf, shown } from '../../cli/border';
import { colorsFor } from '../../cli/colors';
import { csvOfLedger } from '../../cli/ledger';
import { Live } from '../../cli/live/live';
import { Screen } from '../../cli/live/screen';
import { Tree } from '../../cli/live/tree';
import { resourceLine, stepLine } from '../../cli/locks';
import { errorLine, Output } from '../../cli/output';
import { quoted } from '../../client/shell';
import type { RunEvent } from '../../client';
import { FakeTerminal } from './live/terminal';

/** What a terminal obeys, C0 and C1, and what turns text around. Line feeds are ours: their number is compared. */
const FORBIDDEN = /(?!\n)[\p{Control}\u2028-\u202E\u2066-\u2069]/u;
/** Orders that a live tree gives its terminal: up, erase, synchronised update, no folding; and our six colours. */
const OURS = new RegExp(String.raw`${'\u001B'}\[(?:\d+A|K|J|\?2026[hl]|\?7[hl]|(?:1|2|22|31|32|33|36|39)m)|\r`, 'g');

const pieces = [
  '\u001B[2J',
  '\u001B]0;title\u0007',
  '\u009B31m',
  '\u001B[31m',
  '\u202E',
  '\u2066',
  '\n✓ fake  done',
  '\r',
  '\0',
  '\u0085',
  '\u2028',
  '\b',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

const lines = (text: string): number => text.split('\n').length - 1;

/** What is written to both streams while `say` runs. */
function written(say: () => void): { out: string; err: string } {
  const text = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text.out += String(chunk);
    return true;
  });
  const err = jest.spyOn(fs, 'writeSync').mockImplementation((_fd: number, chunk: unknown) => {
    text.err += String(chunk);
    return 0;
  });
  try {
    say();
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return text;
}

const at = '2026-03-01T10:00:00.000Z';
const eventsOf = (text: string): RunEvent[] => [
  { event: 'started', id: text, at, type: text, runId: text },
  { event: 'step', id: text, at, step: text, status: 'running', attempt: 3, startedAt: at, message: text },
  { event: 'step', id: text, at, step: text, status: 'failed', attempt: 1, startedAt: at, endedAt: at, message: text },
  { event: 'healed', id: text, at, heals: 1, strikes: { [text]: 1 } },
  { event: 'message', id: text, at, text, trouble: { kind: 'task fails', attempt: 2, cause: text, remedy: text } },
  {
    event: 'paused',
    id: text,
    at,
    steps: [{ step: text, message: text }],
    waitingFor: [text],
    waits: [{ name: text, since: at }],
  },
  { event: 'finished', id: text, at, status: 'failed', files: [], error: text, errorType: text },
];

test('every way out of a command gives one line for one line, without a control character', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { out, err } = written(() => {
        const output = new Output(false);
        output.result(text, text);
        output.say(text, `${text}: ${text}`);
        output.tell(text, text);
      });
      expect([lines(out), lines(err)]).toEqual([2, 3]);
      expect(out + err).not.toMatch(FORBIDDEN);
    }),
  );
});

test('every event of a run is told without a control character, as lines', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { out, err } = written(() => {
        const output = new Output(false);
        for (const event of eventsOf(text)) output.progress(event);
        output.failed(new Error(text));
      });
      expect(out + err).not.toMatch(FORBIDDEN);
      expect(lines(err)).toBeLessThanOrEqual(eventsOf(text).length);
    }),
  );
});

test('a live tree writes its own orders, and none of anybody else', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const terminal = new FakeTerminal(80);
      const env = { NO_COLOR: '' };
      const live = new Live(new Tree(text, colorsFor(terminal, env), text), new Screen(terminal, env));
      for (const event of eventsOf(text)) live.show(event);
      live.end();
      new Screen(terminal, env).line(text);
      expect(terminal.writes.join('').replace(OURS, '')).not.toMatch(FORBIDDEN);
    }),
    { numRuns: 50 },
  );
});

test('JSON comes back as it was, and shows no control character', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { out } = written(() => {
        const output = new Output(true);
        for (const event of eventsOf(text)) output.event(event);
        output.document({ [text]: text }, 2);
        output.failed(new Error(text));
      });
      expect(out).not.toMatch(FORBIDDEN);
      expect(JSON.parse(jsonOf({ text }))).toEqual({ text });
    }),
  );
});

test('locks, ledgers, errors and commands to copy are told without a control character', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const party = { owner: text, run: text, execution: text, activity: text };
      const lock = { ...party, step: text, hash: text, token: 1, leftMs: 1, revoked: true };
      const resource = { resource: text, holder: { ...party, token: 1, leftMs: 1 }, waiting: [party] };
      for (const line of [stepLine(lock), resourceLine(resource)]) expect(shown(line)).not.toMatch(/\n/);
      for (const line of [stepLine(lock), resourceLine(resource)]) expect(shown(line)).not.toMatch(FORBIDDEN);
      expect(csvOfLedger([{ input: text, outcome: 'failed', reason: text }]).replaceAll('\r\n', '')).not.toMatch(
        FORBIDDEN,
      );
      expect(errorLine(new Error(text))).not.toMatch(FORBIDDEN);
      expect(errorLine(new Error(text))).not.toMatch(/\n(?! {4})/);
      expect(quoted(text)).not.toMatch(FORBIDDEN);
      expect(quoted(text)).not.toContain('\n');
    }),
  );
});

test('somebody else’s colours are not ours, even where colours are shown', () => {
  const { red } = colorsFor({ isTTY: true }, {});
  expect(shown(red('\u001B[32mgreen'))).toBe('\u001B[31m [32mgreen\u001B[39m');
});

test('nothing in cli/ writes past the border', () => {
  const root = join(__dirname, '..', '..', 'cli');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const writers = files.filter((file) =>
    /\b(?:stdout|stderr)\.write\(|writeSync\(|console\.(?:log|info|warn|error)\(/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  // output.ts and screen.ts are the border; main.ts writes errorLine, and a stack when asked to debug; program.ts what commander says.
  expect(writers.toSorted()).toEqual(['live/screen.ts', 'main.ts', 'output.ts', 'program.ts']);
});
