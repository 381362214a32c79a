import { basename } from 'node:path';
import { root, type Stage } from './copy';
import { luaMutants, type Mutant } from './luaMutants';
import { sabotage } from './sabotage';

/** The tests of the contract that most likely convict a broken script. */
const closest: Record<string, string[]> = {
  acquire: ['locks.contract', 'resource.contract'],
  hand: ['locks.contract', 'resource.contract'],
  begin: ['begin.contract', 'protocol.contract'],
  commit: ['commit.contract', 'blobs.contract', 'runState.contract'],
  record: ['items.contract', 'runState.contract'],
  release: ['begin.contract', 'commit.contract', 'runState.contract'],
  reset: ['begin.contract', 'runState.contract'],
  renew: ['begin.contract', 'locks.contract', 'resource.contract'],
};

function stagesOf({ file }: Mutant): Stage[] {
  const near = closest[basename(file, '.lua')] ?? ['runState.contract', 'commit.contract'];
  return [
    { name: 'near', project: 'fast', files: near },
    { name: 'contract', project: 'fast', files: ['contract', 'test/redis/slots'] },
    { name: 'model', project: 'property', files: ['model/conformance'] },
    { name: 'histories', project: 'property', files: ['histories.property'] },
    { name: 'real', project: 'redis', files: ['test/redis/wakeups'] },
  ];
}

/** Every mutant of the scripts that `isChosen` by their names. */
export function sabotageScripts(isChosen: (script: string) => boolean): void {
  const mutants = luaMutants(root).filter(({ file }) => isChosen(basename(file, '.lua')));
  sabotage(mutants, stagesOf);
}
