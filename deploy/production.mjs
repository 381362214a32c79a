/**
 * Run in the image before `npm prune`: what the package asks of whoever installs it (its peers) stands among the development
 * packages of the tree, exact. In the image the tree is that whoever, so they are plain dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {Record<string, string>} Versions
 * @typedef {Record<string, { optional?: boolean }>} Meta
 * @typedef {{ dependencies: Versions, devDependencies: Versions, peerDependencies?: Versions, peerDependenciesMeta: Meta }} Manifest
 */
const manifest = /** @type {Manifest} */ (JSON.parse(readFileSync('package.json', 'utf8')));
const { dependencies, devDependencies, peerDependencies = {}, peerDependenciesMeta } = manifest;
for (const name of Object.keys(peerDependencies)) {
  if (peerDependenciesMeta[name]?.optional === true) continue;
  dependencies[name] = devDependencies[name];
  delete devDependencies[name];
}
delete manifest.peerDependencies;
writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
