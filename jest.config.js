const swc = (syntax) => ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' } }];
/** Packages of ES modules alone, which Node takes in with `require`, and Jest does not. */
const ES_MODULES = '(?:string-width|get-east-asian-width|strip-ansi|ansi-regex)';
const transform = { '^.+\\.ts$': swc('typescript'), [`/node_modules/${ES_MODULES}/.+\\.js$`]: swc('ecmascript') };

/** What stands before `.test.ts` in the tiers that need more than nothing. A file with another suffix, or none, is fast. */
const SUFFIXES = [
  'property',
  'redis',
  'temporal',
  'encoder',
  'newcomer',
  'redis7',
  'product',
  'crash',
  'chaos',
  'limits',
  'sabotage',
  'mutants',
  'deploy',
  'data',
];

/** One project a tier: the suffix of a test file says which servers it needs (test/README.md). */
const tier = (displayName, testMatch, extra = {}) => ({
  displayName,
  ...(process.env.CI_REDIS && { setupFilesAfterEnv: ['<rootDir>/test/support/saysRedis.ts'] }),
  transform,
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES}/)`],
  testEnvironment: '<rootDir>/test/support/environment.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/out', '<rootDir>/examples'],
  testMatch,
  ...extra,
});

/** Which Redis a *.contract.test.ts meets: the simulated one, the oldest supported, newer ones, one in each form of REDIS_URL, or the one that is here. */
const underTest = (redis) => ({ globals: { REDIS_UNDER_TEST: redis } });

/** Their workers run workflows in the thread of the test: test/support/pipeline.ts. */
const inTestThread = { globals: { WORKFLOWS_IN_TEST_THREAD: true } };

const testsWith = (suffix) => `<rootDir>/test/**/*.${suffix}.test.ts`;

module.exports = {
  projects: [
    tier('fast', [`<rootDir>/test/**/!(*.${SUFFIXES.join('|*.')}).test.ts`], underTest('simulated')),
    tier('redis62', [testsWith('contract')], underTest('6.2')),
    ...['redis82', 'valkey', 'cluster', 'sentinels', 'socket', 'tls', 'least'].map((form) =>
      // `ageAcross` is for one server, and asks it for more than the least rights.
      tier(form, [testsWith('contract'), '!**/test/testing/ageing/**'], underTest(form === 'redis82' ? '8.2' : form)),
    ),
    tier('redis', [testsWith('{redis,contract}')]),
    tier('temporal', [testsWith('temporal')], inTestThread),
    ...SUFFIXES.filter((suffix) => !['redis', 'temporal'].includes(suffix)).map((suffix) =>
      tier(suffix, [testsWith(suffix)]),
    ),
  ],
  // On two cores: many tests wait about as long as they compute. All tiers up to product took 468 s instead of 544 with two.
  // The long form of the limits computes all the time, in many processes: with three at once nobody came round in time.
  maxWorkers: process.env.LIMITS === 'long' ? 2 : 3,
  // A worker keeps what its test files leave behind: at 2.6 GB the collector made 13 s of random histories 328 s.
  workerIdleMemoryLimit: '700MB',
  // Jest's 5 s is too little for a busy machine; what waits for longer says so itself.
  testTimeout: 120_000,
};
