import {
  answerKey,
  checkStep,
  chunkCount,
  OldKeys,
  queueKey,
  resourceKeys,
  RunKeys,
  schemaNumber,
} from '../../redis/keys';

const keysOf = (runId: string) => new RunKeys('pipeline', 'default', runId);

/** The part of a key that Redis Cluster hashes. */
function hashTag(key: string): string {
  const open = key.indexOf('{');
  return key.slice(open + 1, key.indexOf('}', open));
}

test.each(['plain', 'a}b', '{a}', '}{', 'a%7Bb', '{}'])(
  'all keys of the run %j lie in one slot of their own',
  (runId) => {
    const keys = keysOf(runId);
    const name = { step: 'report.claims', hash: 'h1' };
    const all = [
      keys.state,
      keys.lock(name),
      keys.channel(name),
      keys.items('s'),
      keys.strikes('s'),
      keys.chunk('a', 1),
    ];
    const tags = new Set(all.map(hashTag));
    expect(tags.size).toBe(1);
    expect(decodeURIComponent([...tags].join(''))).toBe(runId);
  },
);

test('braces in prefix or namespace do not become the hash tag', () => {
  expect(hashTag(new RunKeys('{p}', '{n}', 'run').state)).toBe('run');
  for (const key of resourceKeys('{p}', '{n}', 's3://bucket').all) expect(hashTag(key)).toBe('s3://bucket');
});

test('two run ids never share a key', () => {
  expect(keysOf('a{b').state).not.toBe(keysOf('a%7Bb').state);
});

test('an empty run id and one over 200 bytes are refused', () => {
  expect(() => keysOf('')).toThrow('A run id is empty');
  expect(keysOf('x'.repeat(200)).state).toContain('x'.repeat(200));
  expect(() => keysOf('é'.repeat(101))).toThrow('has 202 bytes; at most 200');
});

test('a colon in step or hash is refused, because it would join two names', () => {
  expect(() => checkStep({ step: 'a:b', hash: 'c' })).toThrow('A step name must not contain a colon');
  expect(() => checkStep({ step: 'a', hash: 'b:c' })).toThrow('An input hash must not contain a colon');
  expect(() => keysOf('run').items('a:b')).toThrow('colon');
});

test('a blob has at least one chunk and a new one every 256 KiB', () => {
  expect([0, 1, 262_144, 262_145].map(chunkCount)).toEqual([1, 1, 1, 2]);
});

test('keys of earlier schemas are known, of each kind, and no others', () => {
  const old = new OldKeys('a*{b}', 'n.s');
  const all = [
    new RunKeys('a*{b}', 'n.s', 'run').state,
    new RunKeys('a*{b}', 'n.s', 'run').chunk('sha', 1),
    answerKey('a*{b}', 'n.s', 'hash'),
    queueKey('a*{b}', 'n.s', 'orders'),
    ...resourceKeys('a*{b}', 'n.s', 'file').all,
  ];
  const now = `:v${schemaNumber}:`;
  for (const key of all) {
    expect(key).toContain(now);
    expect(old.schemaOf(key)).toBeUndefined();
    expect(old.schemaOf(key.replace(now, ':v1:'))).toBe(1);
    expect(old.schemaOf(key.replace(now, ':v99:'))).toBeUndefined();
    expect(old.schemaOf(key.replace(now, ':v0:'))).toBeUndefined();
    // Another prefix, and another namespace.
    expect(old.schemaOf(`x${key.replace(now, ':v1:')}`)).toBeUndefined();
    expect(old.schemaOf(key.replace(now, ':v1:').replace('n.s', 'nxs'))).toBeUndefined();
  }
  expect(old.schemaOf('a*%7Bb%7D:v1:n.s:notes')).toBeUndefined();
  expect(old.pattern).toBe('a\\*%7Bb%7D:v[1-9]*:n.s:*{*}*');
});

test('a name of 200 bytes has its place, a longer one and an empty one have not', () => {
  for (const keyOf of [
    (name: string) => keysOf(name).state,
    (name: string) => resourceKeys('p', 'n', name).lock,
    (name: string) => queueKey('p', 'n', name),
    (name: string) => keysOf('run').items(name),
    (name: string) => keysOf('run').strikes(name),
  ]) {
    expect(keyOf('x'.repeat(200))).toContain('x'.repeat(200));
    expect(() => keyOf('x'.repeat(201))).toThrow('has 201 bytes; at most 200');
    expect(() => keyOf('')).toThrow('is empty');
  }
});
