/** The SDK's webpack on workflows alone: what stands for the SDK's bundler in tests that are not about what is in a bundle. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker';

interface Compiler {
  run(done: (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void): void;
  close(done: () => void): void;
}

const ofSdk = createRequire(require.resolve('@temporalio/worker/package.json'));
const webpack = ofSdk('webpack') as (config: unknown) => Compiler;

export async function bundleLightly({
  workflowsPath,
  ...options
}: BundleOptions): Promise<WorkflowBundleWithSourceMap> {
  const path = mkdtempSync(join(tmpdir(), 'light-bundle-'));
  const swc = { loader: ofSdk.resolve('swc-loader'), options: { jsc: { parser: { syntax: 'typescript' } } } };
  const config = {
    entry: [workflowsPath, ...(options.preloadModules ?? [])],
    mode: 'development' as const,
    devtool: false as const,
    resolve: { extensions: ['.ts', '.js'] },
    module: { rules: [{ test: /\.ts$/, exclude: /node_modules/, use: swc }] },
    output: { path, filename: 'bundle.js' },
  };
  const compiler = webpack(options.webpackConfigHook?.(config) ?? config);
  try {
    await new Promise<void>((resolve, reject) => {
      compiler.run((error, stats) =>
        error || stats?.hasErrors() ? reject(error ?? new Error(String(stats))) : resolve(),
      );
    });
    return { code: readFileSync(join(path, 'bundle.js'), 'utf8'), sourceMap: '' };
  } finally {
    await new Promise<void>((resolve) => compiler.close(resolve));
    rmSync(path, { recursive: true });
  }
}
