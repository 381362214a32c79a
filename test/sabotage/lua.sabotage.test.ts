import { basename } from 'node:path';
import { root, type Stage } from './copy';
import { luaMutants, type Mutant } from './luaMutants';
import { sabotage } from './sabotage';

/** The tests of the contract that most likely convict a broken script. */
const closest: Record<string, string[]> = {
  acquire: ['locks.contract', 'resource.contract'],
  hand: ['locks.contract', 'resource.contract'],
  begin: ['begin.contract', 'protocol.contract'],
  commit: ['commit.contract', 'blobs.contract'],
  record: ['items.contract'],
  release: ['begin.contract', 'commit.contract'],
  reset: ['begin.contract', 'runState.contract'],
  renew: ['begin.contract', 'locks.contract', 'resource.contract'],
};

function stagesOf({ file }: Mutant): Stage[] {
  const near = closest[basename(file, '.lua')] ?? ['runState.contract', 'commit.contract'];
  return [
    { name: 'near', project: 'fast', files: near },
    { name: 'contract', project: 'fast', files: ['contract', 'test/redis/slots'] },
    { name: 'histories', project: 'property', files: ['histories.property'] },
  ];
}

sabotage(luaMutants(root), stagesOf);
