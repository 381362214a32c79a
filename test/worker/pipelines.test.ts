/** What a worker makes of the file of its pipelines, before it looks for any server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DefinitionInvalid } from '../../activities/kit';
import { loadPipelines } from '../../worker/pipelines';
import { shopSteps } from '../kit/defined/steps';

const folder = mkdtempSync(join(tmpdir(), 'pipelines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kit = JSON.stringify(require.resolve('../../workflows/kit'));
const zod = JSON.stringify(require.resolve('zod'));
let files = 0;

function file(code: string): string {
  const path = join(folder, `pipelines${(files += 1)}.js`);
  const head = `const { definePipeline, steps } = require(${kit}); const { z } = require(${zod});`;
  writeFileSync(path, `${head}\nconst body = async () => 0;\n${code}`);
  return path;
}

const refused = (code: string): DefinitionInvalid => {
  try {
    loadPipelines(file(code), [shopSteps]);
  } catch (error) {
    if (error instanceof DefinitionInvalid) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

test('a function that is exported as the default is a workflow type of no worker, as Temporal would take it for every type', () => {
  const code = `exports.default = async () => 1; exports.plain = async () => 2;
    exports.order = definePipeline('order', { input: z.string() }, body);`;
  const { names, workflows, inputs } = loadPipelines(file(code), [shopSteps]);
  expect([names, Object.keys(workflows), Object.keys(inputs)]).toEqual([
    ['plain', 'order'],
    ['plain', 'order'],
    ['order'],
  ]);
});

test.each([
  [
    'an export of another name',
    `exports.orders = definePipeline('order', { input: z.string() }, body);`,
    /exports the pipeline 'order' as 'orders': give both the same name/,
  ],
  [
    'a pipeline as the default export, which Temporal would take for every type',
    `exports.default = definePipeline('order', { input: z.string() }, body);`,
    /exports the pipeline 'order' as 'default'/,
  ],
  [
    'a step set that the worker has not got',
    `exports.order = definePipeline('order', { input: z.string(), steps: { mail: steps('mail') } }, body);`,
    /order uses the step set 'mail': give it to the worker too/,
  ],
  [
    'options of a step that is none',
    `const shop = steps('shop', { steps: { chrage: {} } });
     exports.order = definePipeline('order', { input: z.string(), steps: { shop } }, body);`,
    /order has options for shop\.chrage, which is no step of that set/,
  ],
  [
    'steps that were not made with steps()',
    `exports.order = definePipeline('order', { input: z.string(), steps: { shop: {} } }, body);`,
    /order has steps that are none/,
  ],
  ['no pipeline at all', `exports.order = 'order';`, /exports no pipeline/],
  ['code that does not load', `require('./not-there');`, /\.js cannot be loaded: .*Cannot find module/],
])('%s is refused', (_what, code, message) => {
  expect(refused(code).message).toMatch(message);
});

test('every fault is named at once', () => {
  const { message } = refused(
    `exports.a = definePipeline('b', { input: z.string(), steps: { mail: steps('mail') } }, body);`,
  );
  expect(message).toMatch(/exports the pipeline 'b' as 'a'.*; b uses the step set 'mail'/);
});

test('the file is given as a path or as a URL, and says which workflow types and inputs there are', () => {
  const path = file(`
    exports.order = definePipeline('order', { input: z.object({ cents: z.number() }), steps: { shop: steps('shop') } }, body);
    exports.plain = body;
    exports.notOne = 5;`);
  for (const given of [path, pathToFileURL(path), pathToFileURL(path).href]) {
    const { path: found, names, inputs } = loadPipelines(given, [shopSteps]);
    expect([found, names, Object.keys(inputs)]).toEqual([path, ['order', 'plain'], ['order']]);
    expect(inputs['order']?.safeParse({ cents: 'x' }).success).toBe(false);
  }
});
