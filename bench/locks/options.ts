import { parseArgs } from 'node:util';

export const partNames = ['throughput', 'waiters', 'loss', 'renew', 'commit', 'wait'] as const;
export type PartName = (typeof partNames)[number];

export const usage = `npm run bench:locks [-- OPTIONS]
  --rounds N       rounds of every comparison (24); parts that take long do an eighth of it
  --only A,B       parts to run: ${partNames.join(', ')} (all)
  --hold MS        how long each of the waiters holds the lock (5)
  --late MS        hold back all that is sent for so long, once a second: does it end on a bad way? (0)
  --json           print the JSON line only`;

export interface Options {
  rounds: number;
  only: readonly PartName[];
  holdMs: number;
  lateMs: number;
  isJsonOnly: boolean;
}

/** Throws an Error that shows the usage. */
export function parseOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '24' },
        only: { type: 'string', default: partNames.join() },
        hold: { type: 'string', default: '5' },
        late: { type: 'string', default: '0' },
        json: { type: 'boolean', default: false },
      },
    });
    return {
      rounds: positive('--rounds', values.rounds),
      only: values.only.split(',').map(partName),
      holdMs: positive('--hold', values.hold),
      lateMs: values.late === '0' ? 0 : positive('--late', values.late),
      isJsonOnly: values.json,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${flag} takes a whole number above 0, not ${text}`);
  return value;
}

function partName(text: string): PartName {
  const part = partNames.find((name) => name === text.trim());
  if (!part) throw new RangeError(`--only does not know the part ${text}`);
  return part;
}
