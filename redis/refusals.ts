/**
 * What Redis answers instead of doing what it was asked, and what a person has to change so that it does. Before version 7 an
 * error inside a script stands in the middle of another, so few of these look at the beginning.
 */

const NO_RIGHT = /\bNOPERM\b|ACL failure|user executing the script/;

const remedies: readonly (readonly [refusal: RegExp, remedy: string])[] = [
  [/\bNOAUTH\b/, 'It wants a password: put user and password into REDIS_URL (redis://user:password@host:port).'],
  [/\bWRONGPASS\b|invalid password|without any password/, 'Correct user and password in REDIS_URL.'],
  [
    NO_RIGHT,
    'This user lacks a right: grant it (`ACL SETUSER`); `pipeline-worker doctor --acl` prints those that workers and clients need.',
  ],
  [
    /\bWRONGTYPE\b/,
    'Another program, or another version, wrote under this key: give the pipeline a PIPELINE_PREFIX of its own.',
  ],
  [
    /\bOOM\b/,
    'Its memory is full: raise maxmemory, or lower PIPELINE_STATE_TTL_SECONDS and PIPELINE_CACHE_TTL_SECONDS. Work goes on when it has room.',
  ],
  [/\bREADONLY\b/, 'This is a read-only replica: put the address of its master into REDIS_URL.'],
  [/\bMASTERDOWN\b/, 'This replica has lost its master: put the address of the master into REDIS_URL.'],
  [/\bMISCONF\b/, 'It cannot write its snapshot: look at its log, and give its disk room. Work goes on when it can.'],
  [
    /\bNOREPLICAS\b/,
    'Fewer replicas follow it than min-replicas-to-write or PIPELINE_REDIS_WAIT_REPLICAS asks for: bring them back. Work goes on then.',
  ],
  [/DB index is out of range/, 'It has no such database: REDIS_URL names one below `databases` of its configuration.'],
  [
    /No such master with that name/,
    'REDIS_URL names a master that these Sentinels do not watch: `SENTINEL MASTERS` lists those that they do.',
  ],
  [/unknown command '?sentinel/i, 'It is no Sentinel: REDIS_URL is redis://host:port.'],
  [/\bLOADING\b/, 'It still loads its data: wait. Work goes on by itself.'],
  [
    /\bBUSY\b/,
    'A script of somebody keeps it busy: see its SLOWLOG; `SCRIPT KILL` ends a script that has written nothing.',
  ],
  [
    /\bCLUSTERDOWN\b/,
    'This is a node of a Redis Cluster (REDIS_URL is redis+cluster://host1,host2), of which nobody serves some slots: ' +
      '`redis-cli --cluster check` tells which; bring their nodes back. Work goes on then.',
  ],
  [
    /^(?:MOVED|ASK|CROSSSLOT|TRYAGAIN)\b|non local key in a cluster node/,
    'This is a node of a Redis Cluster, which keeps only a part of the keys: REDIS_URL is redis+cluster://host1,host2.',
  ],
  [/cluster support disabled/i, 'It is no Cluster: REDIS_URL is redis://host:port.'],
  [/max number of clients/, 'Raise its maxclients, or close programs that connect to it.'],
  [
    /unknown command/i,
    'This server, or a proxy before it, does not know a command that is needed: use a Redis ≥ 6.2 or Valkey, without a proxy.',
  ],
];

/** Whether it is for want of a right that Redis did not do it. */
export const lacksRight = (refusal: string): boolean => NO_RIGHT.test(refusal);

/** What Redis says about a command inside a script, without what it says about the script: of 6.2, then of 7. */
const IN_SCRIPT = /^ERR Error running script \(call to f_\w+\): @user_script:\d+: @user_script: ?\d+: -?/;
const AFTER_SCRIPT = / script: \w+, on @user_script:\d+\.?$/;

/** An error of Redis in its own words, wherever it happened. */
export const plainRefusal = (refusal: string): string => refusal.replace(IN_SCRIPT, '').replace(AFTER_SCRIPT, '');

/** @param refusal the error as Redis sent it, or one of the client that tells it. @returns undefined for one that is not known. */
export const remedyOf = (refusal: string): string | undefined =>
  remedies.find(([pattern]) => pattern.test(refusal))?.[1];

/** @param refusal the error as Redis sent it. */
export const remedyFor = (refusal: string): string =>
  remedyOf(refusal) ?? 'It answered with an error: its own log may tell more.';
