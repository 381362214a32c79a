/** `schedule`: runs at the times of a cron, on Temporal's own schedules. */
import type { Duration, PipelineClient, RunHandle, ScheduleReport } from '../client';
import { durationMs } from '../workflows/kit/duration';
import { withClient } from './connection';
import { EXIT, Usage } from './exit';
import { parsedOrFile } from './json';
import type { Output } from './output';
import { advice, quoted } from './self';

export interface TurnFlags {
  readonly priority?: number;
  readonly fairnessKey?: string;
}

export interface ScheduleFlags extends TurnFlags {
  readonly cron?: string;
  readonly timezone?: string;
  readonly overlap?: 'SKIP';
  readonly catchupWindow?: string;
  readonly jitter?: string;
  readonly pauseOnFailure?: boolean;
  readonly input?: string;
  readonly reason?: string;
}

/** Those of a run that decide when it gets its turn. */
export const turnOf = ({ priority, fairnessKey }: TurnFlags): TurnFlags => ({
  ...(priority !== undefined && { priority }),
  ...(fairnessKey !== undefined && { fairnessKey }),
});

export async function schedule(name: string, pipeline: string, flags: ScheduleFlags, output: Output): Promise<number> {
  const { cron, input: text } = flags;
  if (cron === undefined) throw new Usage(`A schedule needs its times: --cron '0 3 * * *' is 3:00 every day.`);
  if (text === undefined) throw new Usage(`Every run needs its input: --input JSON or --input @FILE`);
  const input = await parsedOrFile(text, '--input');
  return withClient({ for: 'steer' }, async (client) => {
    const made = await client.schedule(name, { ...timingOf(flags), cron, ...turnOf(flags) }, pipeline, input);
    const report = await made.schedule.describe();
    const at = new Date().toISOString();
    output.event({ event: 'scheduled', at, how: made.how, ...report });
    output.say(`schedule ${name} (${made.how}): ${pipeline}, ${whenOf(report)}`);
    for (const note of notesOf(report)) output.say(note);
    return EXIT.ok;
  });
}

/** Exported for its tests. */
export function timingOf({ timezone, overlap, catchupWindow, jitter, pauseOnFailure }: ScheduleFlags): object {
  for (const [flag, given] of Object.entries({ '--catchup-window': catchupWindow, '--jitter': jitter })) {
    if (given === undefined || durationMs(given as Duration) >= 0) continue;
    throw new Usage(`${flag} takes a duration, such as '6 hours', not '${given}'.`);
  }
  return {
    ...(timezone !== undefined && { timezone }),
    ...(overlap !== undefined && { overlap }),
    ...(catchupWindow !== undefined && { catchupWindow }),
    ...(jitter !== undefined && { jitter }),
    ...(pauseOnFailure !== undefined && { pauseOnFailure }),
  };
}

const NO_TIME = 'no time ever';

function whenOf({ paused, next: [soonest] }: ScheduleReport): string {
  return paused ? 'paused' : soonest === undefined ? NO_TIME : `next ${soonest.slice(0, 19)}Z`;
}

function notesOf({ paused, note = '', next, skipped }: ScheduleReport): string[] {
  return [
    ...(paused ? [`  paused: ${note}`] : []),
    ...(next.length === 0 ? ['  no time fits this cron: it starts nothing'] : []),
    ...(skipped > 0 ? [`  ${skipped} times left out, because the run before had not ended`] : []),
  ];
}

export const listSchedules = (output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const schedules = await client.listSchedules();
    if (output.json) output.document({ v: 1, schedules });
    else output.result(...schedules.flatMap((report) => [rowOf(report, schedules), ...notesOf(report)]));
    if (schedules.length === 0) output.say('no schedules');
    return EXIT.ok;
  });

function rowOf(report: ScheduleReport, all: readonly ScheduleReport[]): string {
  const { name, cron, timezone, type, recent } = report;
  const width = Math.max(...all.map((one) => one.name.length));
  const last = recent.at(-1);
  const before = last === undefined ? [] : [`last ${last.id}`];
  return [name.padEnd(width), type, `${cron.join(', ')} ${timezone}`.trim(), whenOf(report), ...before].join('  ');
}

type Steer = (client: PipelineClient, name: string) => Promise<unknown>;

const steered =
  (steer: Steer, done: string) =>
  (name: string, output: Output): Promise<number> =>
    withClient({ for: 'steer' }, async (client) => {
      await steer(client, name);
      output.tell(name, `schedule ${name} ${done}`);
      return EXIT.ok;
    });

export const pauseSchedule = (name: string, reason: string, output: Output): Promise<number> =>
  steered((client) => client.scheduleHandle(name).pause(reason), 'is paused; its runs under way go on')(name, output);
export const resumeSchedule = steered((client, name) => client.scheduleHandle(name).resume(), 'goes on');
export const deleteSchedule = steered(
  (client, name) => client.scheduleHandle(name).delete(),
  'is deleted; its runs under way go on',
);

export const triggerSchedule = (name: string, output: Output): Promise<number> =>
  withClient({ for: 'steer' }, async (client) => {
    const run: RunHandle | undefined = await client.scheduleHandle(name).trigger();
    if (run === undefined) {
      const { overlap } = await client.scheduleHandle(name).describe();
      output.tell(name, `nothing was started: the run before has not ended, and the overlap of ${name} is ${overlap}`);
      return EXIT.failed;
    }
    output.event({ event: 'started', id: run.id, at: new Date().toISOString(), how: 'started' });
    output.say(...advice('Watch it:', `watch ${quoted(run.id)}`));
    if (!output.json) output.result(run.id);
    return EXIT.ok;
  });
