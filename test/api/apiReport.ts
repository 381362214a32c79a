/**
 * The public API as text: one file for each entry of the package, made of the built types by API Extractor. What only the
 * compiler needs of a signature stands there too, without `export`; what another entry exports stands there once.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { IConfigFile } from '@microsoft/api-extractor';
import { root } from '../docs/titles';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

export interface ApiReport {
  /** `workflows` of `pipeline-worker/workflows`. */
  readonly entry: string;
  readonly text: string;
  readonly exported: readonly string[];
  /** Named in a signature, and not exported by this entry. */
  readonly unexported: readonly string[];
}

export const fileOf = (entry: string): string => join(root, 'docs', 'api', `${entry}.api.md`);

/** Needs the build. */
export function apiReports(): ApiReport[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const types = Object.entries(exports).flatMap(([name, target]) =>
    typeof target === 'string' ? [] : [{ entry: name.replace('./', ''), types: join(root, target.types) }],
  );
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  try {
    const files = types.map((it) => it.types);
    const configs = types.map((it) => ExtractorConfig.prepare(prepared(it.types, it.entry, files, folder)));
    const [first] = configs;
    if (!first) throw new Error('package.json exports nothing');
    const compilerState = CompilerState.create(first);
    const raw = configs.map((config, i) => {
      const unexported = new Set<string>();
      Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => {
          message.handled = true;
          const [, name] = /^The symbol "(\w+)"/.exec(message.text) ?? [];
          if (message.messageId === 'ae-forgotten-export' && name !== undefined) unexported.add(name);
          else if (message.logLevel === ExtractorLogLevel.Error) throw new Error(message.text);
        },
      });
      const text = readFileSync(join(folder, `${types[i]?.entry}.api.md`), 'utf8');
      return { entry: types[i]?.entry ?? '', text, exported: exportedIn(text), unexported: [...unexported].sort() };
    });
    return raw.map((report) => ({ ...report, text: readable(report, raw) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function prepared(types: string, entry: string, files: string[], folder: string) {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  };
  const quiet = { default: { logLevel: ExtractorLogLevel.None } };
  const reportFileName = `${entry}.api.md`;
  const configObject: IConfigFile = {
    projectFolder: root,
    mainEntryPointFilePath: types,
    newlineKind: 'lf',
    compiler: { overrideTsconfig: { compilerOptions, files } },
    apiReport: {
      enabled: true,
      includeForgottenExports: true,
      reportFileName,
      reportFolder: folder,
      reportTempFolder: join(folder, 'temp'),
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        ...quiet,
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false },
      },
      tsdocMessageReporting: quiet,
    },
  };
  return { configObject, configObjectFullPath: undefined, packageJsonFullPath: join(root, 'package.json') };
}

const DECLARED = /^(export )?(?:declare )?(?:abstract )?(?:class|interface|type|function|const) (\w+)/m;

function exportedIn(text: string): string[] {
  const own = [...text.matchAll(new RegExp(DECLARED, 'gm'))].flatMap(([, isExported, name = '']) =>
    isExported === undefined ? [] : [name],
  );
  const others = [...text.matchAll(/^export \{ (?:\w+ as )?(\w+) \}/gm)].map(([, name = '']) => name);
  return [...new Set([...own, ...others])].sort();
}

/** Without what API Extractor says to itself, and without what another entry says. */
function readable(report: ApiReport, all: readonly ApiReport[]): string {
  const others = all.filter(({ entry }) => entry !== report.entry);
  const elsewhere = new Map(
    others.flatMap(({ entry, text }) =>
      partsOf(text)
        .filter(isExport)
        .map((part) => [part, entry]),
    ),
  );
  const parts = partsOf(report.text);
  const own = parts.filter((part) => !elsewhere.has(`export ${part}`));
  const foreign = parts.filter((part) => !own.includes(part) && isNamed(nameOf(part), own));
  const shown = needed(own);
  const imports = shown.filter((part) => part.startsWith('import '));
  const declared = shown.filter((part) => !part.startsWith('import '));
  const used = imports
    .flatMap((part) => part.split('\n'))
    .filter((line) => isNamed(/(\w+) \}/.exec(line)?.[1] ?? '', declared));
  const told = foreign.map((part) => `\`${nameOf(part)}\` (${elsewhere.get(`export ${part}`)})`);
  return [
    `# pipeline-worker/${report.entry}`,
    'Made of the built types by `npm run api:report`. What is not exported is only named by what is.',
    ...(told.length === 0 ? [] : [`Of other entries: ${told.join(', ')}.`]),
    `\`\`\`ts\n${[...(used.length > 0 ? [used.join('\n')] : []), ...declared].join('\n\n')}\n\`\`\`\n`,
  ].join('\n\n');
}

/** The declarations of a report, and its imports as one. */
function partsOf(text: string): string[] {
  const [, code = ''] = /```ts\n([\s\S]*)\n```/.exec(text) ?? [];
  return code
    .split('\n\n')
    .map(withoutNotes)
    .filter((part) => part !== '');
}

const NOTE = /^\s*\/\/ *(?:@public(?: \(undocumented\))?|\(undocumented\)|\(No @packageDocumentation.*)?$/;
const withoutNotes = (part: string): string =>
  part
    .split('\n')
    .filter((line) => line.trim() !== '' && !NOTE.test(line))
    .join('\n');

const isExport = (part: string): boolean => /^export /m.test(part);
const nameOf = (part: string): string => DECLARED.exec(part)?.[2] ?? '';
const isNamed = (name: string, parts: readonly string[]): boolean =>
  parts.some((part) => nameOf(part) !== name && new RegExp(`\\b${name}\\b`).test(part));

/** What is not exported and was named only by what is gone goes too. */
function needed(parts: readonly string[]): readonly string[] {
  const left = parts.filter((part) => isExport(part) || part.startsWith('import ') || isNamed(nameOf(part), parts));
  return left.length === parts.length ? left : needed(left);
}
