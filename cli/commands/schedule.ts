import { actions } from '../actions';
import { overlaps } from '../../client/schedule/overlap';
import { option, required } from '../command';
import type { Definition } from '../command';
import { input, turn } from './options';

/** What is done with schedules that are there. */
const parts: readonly Definition[] = [
  {
    usage: 'list',
    summary: 'schedules, when they start runs next, and their last run',
    examples: [['schedule list', 'those of this task queue']],
    run: (_flags, output) => actions.schedule.listSchedules(output),
  },
  {
    usage: 'trigger <name>',
    summary: 'start a run now, unless the overlap of the schedule forbids it',
    examples: [['schedule trigger nightly', 'prints the id of the run']],
    run: (_flags, output, name = '') => actions.schedule.triggerSchedule(name, output),
  },
  {
    usage: 'pause <name>',
    summary: 'start no more runs; runs under way go on',
    options: [required('--reason <text>', 'why; whoever looks at the schedule sees it')],
    examples: [['schedule pause nightly --reason "the shop is closed"', 'until `schedule resume nightly`']],
    run: (flags, output, name = '') => actions.schedule.pauseSchedule(name, flags.reason ?? '', output),
  },
  {
    usage: 'resume <name>',
    summary: 'start runs again',
    examples: [['schedule resume nightly', 'times that have passed are not made up for']],
    run: (_flags, output, name = '') => actions.schedule.resumeSchedule(name, output),
  },
  {
    usage: 'delete <name>',
    summary: 'forget the schedule; runs under way go on',
    examples: [['schedule delete nightly', 'its runs can still be looked at']],
    run: (_flags, output, name = '') => actions.schedule.deleteSchedule(name, output),
  },
];

/** Options that `list` and the others do not need: commander would ask for those of the command above them too. */
export const scheduling: Definition = {
  usage: 'schedule <name> <pipeline>',
  summary: 'start runs of a pipeline at the times of a cron; the same name again changes the schedule',
  options: [
    option('--cron <cron>', 'minute, hour, day of the month, month, day of the week; or @daily, @every 6h'),
    option('--timezone <name>', 'such as Europe/Zurich; UTC unless given'),
    option('--overlap <policy>', 'when the run before has not ended').choices(overlaps).default('SKIP'),
    input,
    ...turn,
    option('--catchup-window <duration>', 'times that Temporal missed are made up for when no older than this'),
    option('--jitter <duration>', 'put every start off by a random time up to this'),
    option('--pause-on-failure', 'pause the schedule when a run ends failed'),
  ],
  examples: [
    [
      `schedule nightly pricing --cron '0 3 * * *' --timezone Europe/Zurich --input '{"shop":"north"}'`,
      'every run has the name and the time as its id: nightly-2026-11-26T02:00:00Z',
    ],
    [`schedule nightly pricing --cron '@hourly' --overlap BUFFER_ONE --input @input.json`, 'changes it'],
  ],
  run: (flags, output, name = '', pipeline = '') => actions.schedule.schedule(name, pipeline, flags, output),
  parts,
};
