import { actions } from '../actions';
import { option } from '../command';
import type { Definition } from '../command';

/** Commands for whoever runs the servers and workers. */
export const upkeep: readonly Definition[] = [
  {
    usage: 'replay [id]',
    summary: 'would this build go on with a run?',
    options: [
      option('--file <history>', 'replay this history, as `temporal workflow show --output json` writes it'),
      option('--running', 'replay every run that has not ended'),
      option('--workflows <path>', 'against these workflows instead of those of this build'),
    ],
    examples: [
      ['replay --running', 'before a deployment: exit code 1 when one run would break'],
      ['replay --file history.json --workflows ./workflows', 'your own workflows, without a server'],
    ],
    run: (flags, output, id) => actions.replay.replay(id, flags, output),
  },
  {
    usage: 'locks',
    summary: 'who holds what: locks of steps, locks of outside things and their queues',
    examples: [['locks', 'nothing is changed; a lock ends with its lease']],
    run: (_flags, output) => actions.locks.locks(output),
  },
  {
    usage: 'doctor',
    summary: 'is everything well: versions, settings, clocks, disk, orphans',
    options: [
      option('--fix', 'mend what can be mended without harm'),
      option('--remove-old-schemas', 'delete what earlier releases left in Redis'),
      option(
        '--acl',
        'print the commands that make users of Redis, for workers and for clients, with the rights that they need, and no other',
      ),
    ],
    examples: [
      ['doctor', 'exit code 1 when something is wrong; each finding names its remedy'],
      ['doctor --fix', 'registers the search attribute, removes what belongs to nobody'],
      ['doctor --remove-old-schemas', 'after an upgrade, once no worker of the old release is left'],
    ],
    run: (flags, output) =>
      flags.acl === true ? actions.acl.printRights(output) : actions.doctor.doctor(flags, output),
  },
];
