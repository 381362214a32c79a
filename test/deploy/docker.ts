/** Docker and compose as a person calls them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');
const execute = promisify(execFile);

/** The public images unless the environment names others: those of .ci/images where nothing can be pulled. */
const images = {
  NODE_IMAGE: process.env['PIPELINE_TEST_NODE_IMAGE'] ?? 'node:20-bookworm-slim',
  TEMPORAL_IMAGE: process.env['PIPELINE_TEST_TEMPORAL_IMAGE'] ?? 'temporalio/temporal:1.9.1',
  REDIS_IMAGE: process.env['PIPELINE_TEST_REDIS_IMAGE'] ?? 'redis:7-alpine',
};
export const image = 'pipeline-worker:test';

const REMEDY =
  'These tests build the image and start the compose file: they need a Docker engine (as root on Debian: .ci/docker) and ' +
  '`docker compose` or `docker-compose` (Debian: apt-get install docker-compose).';

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await execute(program, args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  return stdout.trim();
}

const works = (program: string, ...args: string[]): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );

export const docker = (...args: string[]): Promise<string> => run('docker', args);

/** Fails, with the remedy, where no engine answers. */
export async function buildImage(): Promise<void> {
  if (!(await works('docker', 'info'))) throw new Error(`No Docker engine answers. ${REMEDY}`);
  // A client without buildx has only the classic builder, and wants to be told so.
  const builder = (await works('docker', 'buildx', 'version')) ? {} : { DOCKER_BUILDKIT: '0' };
  const { NODE_IMAGE } = images;
  const args = ['build', '--network=host', `--build-arg=NODE_IMAGE=${NODE_IMAGE}`, '--file=deploy/Dockerfile'];
  await run('docker', [...args, `--tag=${image}`, '.'], builder);
}

/** @returns how to call compose with deploy/compose.yaml, for a project of that name and these ports. */
export async function composeFor(
  project: string,
  ports: { readonly TEMPORAL_PORT: string; readonly TEMPORAL_UI_PORT: string },
): Promise<(...args: string[]) => Promise<string>> {
  const env = { ...images, ...ports, PIPELINE_IMAGE: image };
  const common = ['--project-name', project, '--file', 'deploy/compose.yaml'];
  if (await works('docker', 'compose', 'version')) {
    return (...args) => run('docker', ['compose', ...common, ...args], env);
  }
  if (await works('docker-compose', 'version')) return (...args) => run('docker-compose', [...common, ...args], env);
  throw new Error(`No compose. ${REMEDY}`);
}
