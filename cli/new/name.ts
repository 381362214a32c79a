import { Usage } from '../exit';

const LONGEST = 100;

/** What a pipeline cannot be called: words of the language, and names that its files use already. */
const TAKEN = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally first for function if implements import in instanceof interface let new null package private ' +
    'protected public return run static steps super switch this throw true try typeof undefined var void while with ' +
    'yield z definePipeline'
  ).split(' '),
);

/**
 * Small letters, digits and hyphens are a name that npm takes, that a folder may have on every system, and that makes an
 * identifier: `price-list` is the pipeline `priceList`.
 * @throws Usage, saying what is wrong.
 */
export function pipelineNameOf(name: string): string {
  const pipeline = name.replaceAll(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());
  const rule = 'A name has small letters, digits and single hyphens, and begins with a letter: price-list.';
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name)) throw new Usage(`${JSON.stringify(name)} is no name. ${rule}`);
  if (name.length > LONGEST) throw new Usage(`The name has ${name.length} characters, at most ${LONGEST}. ${rule}`);
  if (TAKEN.has(pipeline) || ['node-modules', 'pipeline-worker'].includes(name))
    throw new Usage(`${name} means something else already, in JavaScript or here. Choose another: ${name}-pipeline.`);
  return pipeline;
}
