import { basename } from 'node:path';
import { root, type Stage } from './copy';
import { luaMutants, type Mutant } from './luaMutants';
import { sabotage } from './sabotage';

/** The tests of the contract that most likely convict a broken script. */
const closest: Record<string, string[]> = {
  acquire: ['locks.contract', 'resource.contract'],
  hand: ['locks.contract', 'resource.contract'],
  begin: ['begin.contract', 'suspects.contract', 'protocol.contract'],
  commit: ['commit.contract', 'blobs.contract', 'runState.contract'],
  record: ['items.contract', 'suspects.contract', 'runState.contract', 'index.contract'],
  note: ['suspects.contract'],
  release: ['begin.contract', 'suspects.contract', 'commit.contract', 'runState.contract'],
  prove: ['redis/scripts', 'redis/slots'],
  reset: ['begin.contract', 'runState.contract', 'index.contract'],
  renew: ['begin.contract', 'locks.contract', 'resource.contract'],
};

function stagesOf({ file }: Mutant): Stage[] {
  const script = basename(file, '.lua');
  // Only where a right is missing does it leave anything behind.
  const isProof = script === 'prove';
  const near = closest[script] ?? ['runState.contract', 'index.contract', 'commit.contract'];
  return [
    { name: 'near', project: 'fast', files: near },
    { name: 'contract', project: 'fast', files: ['contract', 'test/redis/slots'] },
    { name: 'model', project: 'property', files: ['model/conformance'] },
    { name: 'histories', project: 'property', files: ['histories.property'] },
    { name: 'real', project: 'redis', files: [isProof ? 'test/redis/fitness' : 'test/redis/wakeups'] },
  ];
}

/** Files of about equal length, so that two workers end at about the same time. Scripts not named are `others`. */
const groups = { acquire: ['acquire'], begin: ['begin'], commit: ['commit', 'record', 'release'] };

/** Every mutant of the scripts of a group. */
export function sabotageScripts(group: keyof typeof groups | 'others'): void {
  const named: readonly string[] = Object.values(groups).flat();
  const chosen = (script: string): boolean =>
    group === 'others' ? !named.includes(script) : groups[group].includes(script);
  sabotage(
    luaMutants(root).filter(({ file }) => chosen(basename(file, '.lua'))),
    stagesOf,
  );
}
