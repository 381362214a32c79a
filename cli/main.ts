#!/usr/bin/env node
/** Runs one command; its exit code is the process's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { shownLines } from './border';
import { EXIT, exitCodeOf } from './exit';
import { errorLine } from './output';
import { everyCommand, program } from './program';

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const command = program(version, (code) => (process.exitCode = code));
  for (const one of everyCommand(command)) one.exitOverride();
  await command.parseAsync();
}

// Whoever reads may have seen enough (`| head`): nothing more is to be said, and nothing went wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return;
  }
  process.stderr.write(`${errorLine(error)}\n`);
  if (process.env['PIPELINE_LOG_LEVEL'] === 'debug') process.stderr.write(`${shownLines(inspect(error))}\n`);
  process.exitCode = exitCodeOf(error);
  // When making a worker fails, the SDK leaves threads behind that nobody can end (1.24.0). What was said is written first.
  process.stdout.write('', () => process.exit());
});
