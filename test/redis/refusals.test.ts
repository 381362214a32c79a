import { LockBusy, RedisRefused, redisFailure, toldOf } from '../../redis/errors';

const SHA = 'b7a2ed450097cac0233853210407979e88543299';
const OOM = "OOM command not allowed when used memory > 'maxmemory'.";

it.each([
  OOM,
  `${OOM} script: ${SHA}, on @user_script:7.`,
  `ERR Error running script (call to f_${SHA}): @user_script:7: @user_script: 7: -${OOM}`,
])('what a command is refused for is said in the words of Redis, inside a script as outside of one: %s', (refusal) => {
  const { message } = new RedisRefused('Storing a blob', 'redis://there', new Error(refusal));
  expect(message).toBe(
    "Storing a blob failed at Redis redis://there: OOM command not allowed when used memory > 'maxmemory'. Its memory is " +
      'full: raise maxmemory, or lower PIPELINE_STATE_TTL_SECONDS and PIPELINE_CACHE_TTL_SECONDS. Work goes on when it has room.',
  );
});

/** What servers say: the first words of each as Redis 6.2 and 7 send them. */
it.each([
  ['NOAUTH Authentication required.', /wants a password/],
  ['WRONGPASS invalid username-password pair or user is disabled.', /Correct user and password/],
  ["NOPERM this user has no permissions to run the 'get' command", /lacks a right.*doctor --acl/],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', /PIPELINE_PREFIX of its own/],
  [OOM, /memory is full: raise maxmemory/],
  ["READONLY You can't write against a read only replica.", /read-only replica: put the address of its master/],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", /has lost its master/],
  ['MISCONF Redis is configured to save RDB snapshots', /cannot write its snapshot/],
  ['NOREPLICAS Not enough good replicas to write.', /Fewer replicas follow it.*bring them back/],
  ['ERR DB index is out of range', /names one below `databases`/],
  ['ERR No such master with that name', /master that these Sentinels do not watch/],
  ["ERR unknown command 'sentinel', with args beginning with: 'x'", /It is no Sentinel: REDIS_URL is redis:/],
  ['LOADING Redis is loading the dataset in memory', /still loads its data: wait/],
  ['BUSY Redis is busy running a script.', /SCRIPT KILL/],
  ['CLUSTERDOWN Hash slot not served', /nobody serves some slots/],
  ['MOVED 1 127.0.0.1:7001', /keeps only a part of the keys: REDIS_URL is redis\+cluster/],
  ['ERR This instance has cluster support disabled', /It is no Cluster: REDIS_URL is redis:/],
  ['ERR max number of clients reached', /Raise its maxclients/],
  ["ERR unknown command 'evalsha'", /does not know a command that is needed/],
  ['ERR something new', /its own log may tell more/],
])('what a person has to change is said for %s', (refusal, remedy) => {
  const error = Object.assign(new Error(refusal), { name: 'ReplyError' });
  expect(redisFailure('Reading', 'redis://there', error)).toMatchObject({ name: 'RedisRefused', cause: error });
  expect(new RedisRefused('Reading', 'redis://there', error).message).toMatch(remedy);
  expect(toldOf(error)).toEqual({ type: 'RedisRefused', message: expect.stringMatching(remedy) as string });
});

test('where Redis said nothing, what to look at is the way to it', () => {
  const failure = redisFailure('Reading', 'redis://there', 'connect ECONNREFUSED.');
  expect(failure).toMatchObject({ name: 'RedisUnreachable', cause: { message: 'connect ECONNREFUSED.' } });
  expect(failure.message).toMatch(/^Reading failed at Redis redis:\/\/there: connect ECONNREFUSED\. Check that/);
  expect(toldOf(new Error('ECONNRESET'))).toEqual({ type: 'RedisUnreachable', message: 'ECONNRESET' });
});

test('a failure is told as it is, whoever passes it on', () => {
  const failure = redisFailure('Reading', 'redis://there', new Error('ECONNREFUSED'));
  expect(redisFailure('Anything', 'elsewhere', failure)).toBe(failure);
  expect(toldOf(failure)).toEqual({ type: 'RedisUnreachable', message: failure.message });
});

test('a client is told at once what it cannot connect for', () => {
  // ioredis connects before it says so: the error of the connection carries the words of Redis.
  const { message } = redisFailure('Connecting', 'redis://there', new Error('ERR max number of clients reached'));
  expect(message).toMatch(/maxclients/);
  expect(message).not.toContain('Check that the server runs');
});

test('a lock that is held is told with its holder, or as somebody in front', () => {
  const busy = { pttlMs: 900, place: 2, ticket: 7, waitedMs: 30.4 };
  const told = (holder: string): string => new LockBusy('file', { ...busy, holder }).message;
  expect(told('other')).toMatch(/^Lock file is held by other for another 900 ms, 2 wait in front; gave up after 30 ms/);
  expect(told('')).toContain('is held by a waiter in front for another');
});
