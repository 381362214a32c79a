/**
 * Run in the image before `npm prune`: what the package asks of whoever installs it (its peers), and what only the report needs,
 * stand among the development packages of the tree, exact. The image has kit and report, so they are plain dependencies there.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {Record<string, string>} Versions
 * @typedef {Record<string, { optional?: boolean }>} Meta
 * @typedef {{ dependencies: Versions, devDependencies: Versions, peerDependencies?: Versions, peerDependenciesMeta: Meta }} Manifest
 */
/** @param {string} path */
const manifestOf = (path) => /** @type {Manifest} */ (JSON.parse(readFileSync(path, 'utf8')));
const manifest = manifestOf('package.json');
const report = manifestOf('packages/report/package.json');
const { dependencies, devDependencies, peerDependencies = {}, peerDependenciesMeta } = manifest;
for (const name of [...Object.keys(peerDependencies), ...Object.keys(report.dependencies)]) {
  if (peerDependenciesMeta[name]?.optional === true || name in dependencies) continue;
  dependencies[name] = devDependencies[name];
  delete devDependencies[name];
}
delete manifest.peerDependencies;
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
