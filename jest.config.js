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

module.exports = {
  projects: [
    tier('fast', ['<rootDir>/test/**/!(*.redis|*.temporal|*.product|*.data).test.ts']),
    tier('redis', ['<rootDir>/test/**/*.redis.test.ts']),
    tier('temporal', ['<rootDir>/test/**/*.temporal.test.ts']),
    tier('product', ['<rootDir>/test/**/*.product.test.ts']),
    tier('data', ['<rootDir>/test/**/*.data.test.ts']),
  ],
  maxWorkers: 2,
};
