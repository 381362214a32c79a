/** The page of a run as text: what it says, and that nothing of a run can become markup. */
import { renderRunPage } from '../../cli/runPage';
import { TONES } from '../../cli/runPage/style';
import { SCHEMES } from '../../render/colours';
import type { RunReport } from '../../client';
import { activity, attempt, failed, healed, large, paused, runOf, step } from './sample';

const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '</style></title><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- <!doctype html> -->',
  '\u2028</script\u2029>',
];

/** Every place a text of a run can reach. */
function hostileRun(text: string): RunReport {
  const bad = activity(1, 2, {
    outcome: 'failed',
    part: text,
    worker: text,
    phase: text,
    message: text,
    attempt: 2,
    attempts: [attempt(1, 1, 1.2, text, text), attempt(2, 1.5, 2, text, text)],
  });
  return runOf({
    id: text,
    type: text,
    execution: text,
    status: text,
    error: text,
    heldFor: text,
    waitingFor: [text],
    waits: [{ name: text, since: text, until: text }],
    input: text,
    reproduce: text,
    steps: [step(text, [text], [bad, { ...bad, part: `${text} more` }], { status: 'paused', message: text })],
    healed: [{ at: bad.scheduledAt, lost: [{ by: text, input: text, step: text, corrupt: true }] }],
    decisions: [{ at: bad.scheduledAt, update: text, by: text, about: text, reason: text }],
    strikes: { [text]: 2 },
    locks: [{ step: text, activity: text, token: 1, leftMs: 100, revoked: true }],
    versions: { product: text, sdk: text, node: text, redis: text, temporal: text, steps: { [text]: 1 } },
    ledger: [{ input: text, outcome: 'failed', reason: text }],
  });
}

test.each(HOSTILE)('%j anywhere in a run stays text', (text) => {
  const page = renderRunPage(hostileRun(text));
  const tags = (html: string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const [, name = ''] of html.matchAll(/<([a-z!/][\w-]*)/gi)) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  };
  expect(tags(page)).toEqual(tags(renderRunPage(hostileRun('harmless'))));
  const bare = page.replace(/<(style|script)\b.*?<\/\1>/gs, '').replace(/"[^"]*"/g, '""');
  expect(bare).not.toMatch(/<[^>]*\son\w+\s*=/i);
});

test('only the style and the script of the page itself may run, each named by its hash', () => {
  const page = renderRunPage(runOf());
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll('&#39;', "'")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
  );
  expect(page).not.toMatch(/ style="| src="|@import|url\(/);
});

test('a paused run says why and what to do; one that was paused by hand has another way on', () => {
  expect(renderRunPage(paused)).toMatch(
    /ECONNREFUSED[\s\S]*pipeline-worker retry spring[\s\S]*skip spring shop\.prices/,
  );
  const byHand = renderRunPage(runOf({ status: 'paused', heldFor: 'the shop is closed' }));
  expect(byHand).toContain('Paused by hand: the shop is closed');
  expect(byHand).toContain('pipeline-worker resume spring');
  const waits = [{ name: 'go', since: '2026-01-01T00:00:00.000Z', until: '2026-01-31T00:00:00.000Z', reminders: 2 }];
  const waiting = renderRunPage(runOf({ status: 'waiting', waitingFor: ['go'], waits }));
  expect(waiting).toContain('Waits for the answer go until 2026-01-31T00:00:00.000Z, reminders sent: 2');
  expect(waiting).toContain('pipeline-worker answer spring go --value JSON');
});

test('a failed run shows its error and every attempt with its reason', () => {
  const page = renderRunPage(failed);
  expect(page).toContain('class="notice bad"');
  expect(page).toMatch(/<b>1<\/b> at \+1\.0 s, 800 ms:.*ECONNREFUSED.*<b>3<\/b> at \+3\.1 s, 1\.3 s:.*StepExhausted/s);
});

test('a healed run marks the heal in every lane, tells what was lost, and what people decided', () => {
  const page = renderRunPage(healed);
  expect([...page.matchAll(/class="heal"/g)]).toHaveLength(healed.steps.length);
  expect(page).toMatch(/↻ heal 1.*shop\.send.*could not read.*prices.*shop\.prices.*missing/s);
  expect(page).toMatch(/skipStep.*shop\.stock.*stock is counted by hand/s);
  expect(page).toContain(
    'aria-label="done after 4.2 s, 300 ms of it waiting for a lock, 3 attempts; done after 2.6 s"',
  );
});

test('bars of attempts that failed, gave no end, waited for a lock and were answered differ', () => {
  const page = renderRunPage(healed);
  for (const kind of ['done', 'cut', 'lock', 'lost', 'answered', 'skipped']) {
    expect(page).toMatch(new RegExp(`<rect class="bar ${kind}" x="[\\d.]+%"`));
  }
  // One attempt that only waited, and the beginning of the next.
  expect([...page.matchAll(/<rect class="bar lock" x="[\d.]+%"/g)]).toHaveLength(2);
  expect(renderRunPage(failed)).toMatch(/<rect class="bar failed" x=/);
});

test('a run of 200 shards and 10,000 inputs has a lane a shard and stays under 1 MB', () => {
  const page = renderRunPage(large);
  expect([...page.matchAll(/<div class="lane shard">/g)]).toHaveLength(201);
  expect(page.length).toBeLessThan(1_000_000);
});

test('a run that has not begun, and one without a ledger, say so', () => {
  expect(renderRunPage(runOf({ steps: [], ledger: [], status: 'running' }))).toContain('No step has begun yet.');
  expect(renderRunPage(runOf({ ledger: [] }))).toContain('This pipeline writes no ledger.');
});

test('a run whose ledger is gone from Redis says that, and how it is made again', () => {
  const page = renderRunPage(
    runOf({ ledger: [], ledgerLost: 'The file ledger.json is gone. Make it again: report FILE.csv' }),
  );
  expect(page).toContain('Make it again: report FILE.csv');
  expect(page).not.toContain('writes no ledger');
});

/** WCAG's relative luminance. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const value = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test.each(['light', 'dark'] as const)('every %s tone has a contrast of 4.5 on the ground and on a card', (scheme) => {
  const { ground, card } = SCHEMES[scheme];
  for (const tone of Object.values(TONES[scheme])) {
    for (const back of [ground, card]) {
      const [low = 0, high = 0] = [luminance(tone), luminance(back)].toSorted((a, b) => a - b);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('no control character of a run reaches the page, nor what turns its lines around', () => {
  const page = renderRunPage(hostileRun('\u001B[2J\u009B31m\u0007\u202Eback\u2066'));
  expect(page).not.toMatch(/(?![\t\n\r])[\p{Control}\u202A-\u202E\u2066-\u2069]/u);
  expect(page).toContain('\uFFFD[2J\uFFFD31m');
});
