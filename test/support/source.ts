/**
 * What `node -e` is given to run a file of ours from its source, compiling each file as it is asked for: a process of its
 * own then tests what is here, and no build has to be there.
 */
export function programOf(file: string): string {
  return `
    const { transformFileSync } = require('@swc/core');
    const options = { module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } };
    require.extensions['.ts'] = (module, path) => module._compile(transformFileSync(path, options).code, path);
    require(${JSON.stringify(file)});
  `;
}
