/** `report FILE` as a person runs it, and what it left: its exit code, what it said, the report. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputFault } from '../../activities/report/input';
import { speakersOf } from '../../activities/report/render/figures';
import { PipelineOutput } from '../../activities/report/report-schema';
import { readInputFile } from '../../cli/inputFile';

/** What one file came to. */
export interface Got {
  readonly code: number | null;
  /** How the file was read: answers used, columns, encoding and delimiter; or the code of its refusal. */
  readonly reading: readonly [used: number, column: string, how: string] | readonly [code: string];
  /** Lines for people about what was read and left out, or the error. */
  readonly said: readonly string[];
  /** Absent where the file was refused. */
  readonly report?: ReportFacts;
}

export interface ReportFacts {
  readonly rows: number;
  readonly used: number;
  readonly setAside: number;
  readonly topics: readonly string[];
  /** How many people each claim of several people has, the most first. */
  readonly several: readonly number[];
  readonly cruxes: number;
  /** Every name, summary and claim. */
  readonly texts: readonly string[];
}

const CLI = join(__dirname, '..', '..', 'cli', 'main.js');
const TOLD = /^(?:\S.*: \d+ (?:rows|answers)|read:|also read:|not read:|note:|warning:|left out:|error:)/;

/** Runs the command with the servers of the environment; its files lie in `out`. */
export async function reported(path: string, id: string, out: string): Promise<Got> {
  const child = spawn(process.execPath, [CLI, 'report', path, '--id', id, '--out', out], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const said = text.split('\n').filter((line) => TOLD.test(line));
  return { code, reading: await readingOf(path), said, ...(code === 0 ? { report: factsOf(out) } : {}) };
}

async function readingOf(path: string): Promise<Got['reading']> {
  try {
    const { reading, used } = (await readInputFile(path)).plan;
    const how = [reading.encoding, reading.delimiter].filter((one) => one !== undefined).join(' ');
    return [used, reading.questions.join(' + '), how];
  } catch (error) {
    if (error instanceof InputFault) return [error.code];
    throw error;
  }
}

function factsOf(out: string): ReportFacts {
  const { data, auditLog } = PipelineOutput.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
  const { topics, addOns, overview = [] } = data[1];
  const subtopics = topics.flatMap((topic) => topic.subtopics);
  const claims = subtopics.flatMap((subtopic) => subtopic.claims);
  const entries = auditLog?.entries ?? [];
  const setAside = entries.filter(({ action }) => action === 'rejected').length;
  return {
    rows: entries.length,
    used: entries.length - setAside,
    setAside,
    topics: topics.map(({ title }) => title),
    several: claims
      .map((claim) => speakersOf([claim]).size)
      .filter((people) => people > 1)
      .toSorted((a, b) => b - a),
    cruxes: addOns?.subtopicCruxes?.length ?? 0,
    texts: [
      ...topics.flatMap(({ title, description, summary = '' }) => [title, description, summary]),
      ...subtopics.flatMap(({ title, description }) => [title, description]),
      ...claims.map(({ title }) => title),
      ...overview.map(({ text }) => text),
    ],
  };
}
