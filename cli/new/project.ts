/** `new NAME`: the example of this package as a project of one's own. What it writes, a test installs, tests and runs. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** By the package's own name: in a checkout it is the checkout. */
const root = dirname(require.resolve('pipeline-worker/package.json'));
const EXAMPLE = join(root, 'examples', 'firstPipeline');

interface Manifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Of the example's own package.json, what a project of somebody else has too. */
interface Example {
  readonly engines: object;
  readonly scripts: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const jsonOf = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Names of files, and what is in them. @param from where this package is installed from, unless a registry has it. */
export async function projectFiles(
  name: string,
  pipeline: string,
  from: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const { version } = (await jsonOf(join(root, 'package.json'))) as Manifest;
  const { engines, scripts, dependencies, devDependencies } = (await jsonOf(join(EXAMPLE, 'package.json'))) as Example;
  const own = { ...dependencies, 'pipeline-worker': from ?? version };
  const manifest = {
    name,
    private: true,
    version: '1.0.0',
    engines,
    scripts,
    dependencies: own,
    devDependencies,
  };
  const sources = (await readdir(EXAMPLE)).filter(
    (file) => /\.ts$|^tsconfig\.json$/.test(file) && !file.endsWith('.d.ts'),
  );
  const copied = sources.map(async (file): Promise<[string, string]> => {
    const text = await readFile(join(EXAMPLE, file), 'utf8');
    return [file, text.replaceAll('firstPipeline', pipeline).replaceAll('first-pipeline', name)];
  });
  return new Map([
    ['package.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
    ['README.md', readme(name, pipeline)],
    ['.gitignore', 'node_modules/\ndist/\nout/\n.pipeline-worker/\n'],
    ...(await Promise.all(copied)),
  ]);
}

const readme = (name: string, pipeline: string): string => `# ${name}

A durable pipeline of three steps: \`split\` cuts a text into lines, \`count\` counts the words of each, \`write\` writes them into a file.

| file | holds |
| --- | --- |
| \`steps.ts\` | the steps: plain functions, each behind a lock, recorded, never paid for twice |
| \`pipelines.ts\` | the pipeline \`${pipeline}\`, which calls them |
| \`pipelines.test.ts\` | a test of both, in memory |
| \`worker.ts\` | the process that runs them |
| \`start.ts\` | a client that starts a run and waits for it |

    npm install
    npm test
    npm run dev

\`dev\` starts Temporal, Redis, a Web UI and the worker, and restarts the worker when its code changes (\`npx tsc --watch\` beside it
compiles). In another terminal:

    npx pipeline-worker run ${pipeline} --id morning --input '{"text":"good morning","file":"morning.txt"}'
    npx pipeline-worker inspect morning
    cat out/morning.txt

The same command again: the finished run answers, nothing is computed. Kill the worker in the middle of a run (\`kill -9\`): the run goes on
from what was recorded.

In production, \`npm run worker\` takes \`TEMPORAL_ADDRESS\` and \`REDIS_URL\`, and \`npm start -- ID TEXT\` starts a run. The docs lie in
\`node_modules/pipeline-worker/docs\`: begin with \`writing-pipelines.md\`.
`;
