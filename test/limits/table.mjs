/// <reference types="node" />
/** A Jest reporter: prints the rows that the scenarios told as one table, whatever else happened. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const heads = ['scenario', 'topology', 'histories', 'violations', 'runs', 'repeated', 'effects', 'recovery', 'more'];

/** @typedef {import('./rows.ts').Row} Row */

/** @param {Row} row */
const cellsOf = (row) =>
  [
    row.scenario,
    row.topology,
    row.histories,
    row.violations,
    row.runs,
    row.repeated,
    row.effects && `${row.effects.accepted}, ${row.effects.refused} refused`,
    row.recoveryS === undefined ? undefined : `${row.recoveryS.toFixed(1)} s`,
    row.note,
  ].map((value) => String(value ?? ''));

export default class Table {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));

  onRunStart() {
    // Workers are forked after it, with this environment.
    process.env['LIMITS_ROWS'] = join(this.folder, 'rows');
    writeFileSync(join(this.folder, 'rows'), '');
  }

  onRunComplete() {
    const lines = readFileSync(join(this.folder, 'rows'), 'utf8').split('\n').filter(Boolean);
    rmSync(this.folder, { recursive: true });
    const rows = lines.sort().map((line) => cellsOf(/** @type {Row} */ (JSON.parse(line))));
    const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
    const texts = [heads, ...rows].map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    process.stdout.write(`\n${texts.join('\n')}\n\n`);
  }
}
