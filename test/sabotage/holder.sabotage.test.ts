import { holderMutants } from './holderMutants';
import { sabotage } from './sabotage';

const kit = { name: 'kit', project: 'temporal', files: ['test/kit/records', 'test/kit/heal', 'test/kit/workers'] };
const redis = { name: 'real', project: 'redis', files: ['test/redis'] };

sabotage(holderMutants(), ({ file }) => [
  {
    name: 'units',
    project: 'fast',
    files: ['test/redis/hold', 'test/redis/waiting', 'test/redis/renewals', 'test/redis/keys', 'test/activities/kit'],
  },
  { name: 'contract', project: 'fast', files: ['contract', 'test/redis/slots'] },
  { name: 'histories', project: 'property', files: ['test/redis'] },
  file.startsWith('redis') ? redis : kit,
]);
