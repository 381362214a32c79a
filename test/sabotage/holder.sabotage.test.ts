import { holderMutants } from './holderMutants';
import { sabotage } from './sabotage';

sabotage(holderMutants(), ({ file }) => [
  {
    name: 'units',
    project: 'fast',
    files: ['test/redis/hold', 'test/redis/waiting', 'test/redis/renewals', 'test/redis/keys', 'test/activities/kit'],
  },
  { name: 'contract', project: 'fast', files: ['contract', 'test/redis/slots'] },
  { name: 'histories', project: 'property', files: ['test/redis'] },
  { name: 'real', project: 'redis', files: [file.startsWith('redis') ? 'test/redis' : 'test/kit'] },
]);
