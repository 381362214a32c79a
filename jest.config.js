const transform = { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] };

/** One project a tier: the suffix of a test file says which servers it needs (test/README.md). */
const tier = (displayName, testMatch, extra = {}) => ({
  displayName,
  transform,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/out', '<rootDir>/examples'],
  testMatch,
  ...extra,
});

/** Which Redis a *.contract.test.ts meets: the simulated one, the oldest supported, or the one that is here. */
const underTest = (redis) => ({ globals: { REDIS_UNDER_TEST: redis } });

module.exports = {
  projects: [
    tier(
      'fast',
      ['<rootDir>/test/**/!(*.property|*.sabotage|*.redis|*.temporal|*.product|*.crash|*.data|*.deploy).test.ts'],
      underTest('simulated'),
    ),
    tier('property', ['<rootDir>/test/**/*.property.test.ts']),
    tier('redis', ['<rootDir>/test/**/*.{redis,contract}.test.ts']),
    tier('redis62', ['<rootDir>/test/**/*.contract.test.ts'], underTest('6.2')),
    tier('temporal', ['<rootDir>/test/**/*.temporal.test.ts']),
    tier('product', ['<rootDir>/test/**/*.product.test.ts']),
    tier('crash', ['<rootDir>/test/**/*.crash.test.ts']),
    tier('sabotage', ['<rootDir>/test/**/*.sabotage.test.ts']),
    tier('deploy', ['<rootDir>/test/**/*.deploy.test.ts']),
    tier('data', ['<rootDir>/test/**/*.data.test.ts']),
  ],
  // On two cores: many tests wait about as long as they compute. `npm test` takes 468 s instead of 544.
  maxWorkers: 3,
  // Jest's 5 s is too little for a busy machine; what waits for longer says so itself.
  testTimeout: 120_000,
};
