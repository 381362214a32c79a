import { actions } from '../actions';
import { option, required } from '../command';
import type { Definition } from '../command';
import { corrections, signedOffBy } from './options';

/** Commands that tell a run something. */
export const steering: readonly Definition[] = [
  {
    usage: 'retry <id> [step]',
    summary: 'go on with a paused run, or start a closed one again',
    options: [
      option('--from <step>', 'run this step again, and what depends on changed content'),
      option('--failed-items', 'run failed items again'),
      option('--fresh', 'pay again past the cache: for finished items too, with --failed-items for failed ones'),
      option('--restart', 'end a run that has not ended, when its steps under way have, and start it again'),
      option(
        '--wait <duration>',
        'how long --restart waits for steps under way: seconds, or as "10 minutes"; 60 unless given',
      ),
    ],
    examples: [
      ['retry spring', 'every paused step'],
      ['retry monday --from load', 'an earlier step, and what depends on it'],
      ['retry spring --failed-items', 'only what failed'],
      ['retry spring --restart', 'from its records, on the workers of today'],
    ],
    run: (flags, output, id = '', step) => actions.steer.retry(id, step, flags, output),
  },
  {
    usage: 'skip <id> <step>',
    summary: 'end a paused step without its work',
    options: [required('--reason <text>', 'why; whoever looks at the run sees it')],
    examples: [['skip monday label --reason "no model today"', 'open items of a map are then skipped']],
    run: (flags, output, id = '', step = '') => actions.steer.skip(id, step, flags.reason ?? '', output),
  },
  {
    usage: 'answer <id> <name>',
    summary: 'give a run the answer it waits for',
    options: [required('--value <json>', 'the answer, as JSON')],
    examples: [[`answer spring approved --value true`, "what run.waitFor('approved') gets"]],
    run: (flags, output, id = '', name = '') => actions.steer.answer(id, name, flags.value ?? '', output),
  },
  {
    usage: 'approve <id>',
    summary: 'let a report be made that waits for its review',
    options: [
      corrections,
      signedOffBy,
      option('--out <dir>', 'where the files go, if it is made here (default: out/<id>)'),
    ],
    examples: [
      ['approve spring', 'as it was proposed'],
      ['approve spring --corrections out/spring/corrections.txt --signed-off-by "Ann Smith"', 'the report names her'],
    ],
    run: (flags, output, id = '') => actions.approve.approve(id, flags, output),
  },
  {
    usage: 'pause <id>',
    summary: 'start no further step; steps under way end',
    options: [required('--reason <text>', 'why; whoever looks at the run sees it')],
    examples: [['pause spring --reason "the model costs twice as much today"', 'its state is kept for 7 days']],
    run: (flags, output, id = '') => actions.steer.pause(id, flags.reason ?? '', output),
  },
  {
    usage: 'resume <id>',
    summary: 'let a run go on that was paused by hand',
    examples: [['resume spring', 'after pause; a step that failed needs retry']],
    run: (_flags, output, id = '') => actions.steer.resume(id, output),
  },
  {
    usage: 'cancel <id>',
    summary: 'end a run: what has an undo is undone; finished work is kept',
    examples: [['cancel spring', 'retry spring starts it again where it was']],
    run: (_flags, output, id = '') => actions.steer.cancel(id, output),
  },
];
