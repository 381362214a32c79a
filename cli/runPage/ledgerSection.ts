/** What became of every input. The first rows stand in the page; the script shows the others, and filters. */
import type { RunReport } from '../../client';
import { html, Html, visible } from '../../render/escape';
import { commandLine } from './header';
import { quoted } from '../self';
import { count, signOf, toneOf } from './format';

export const SHOWN_ROWS = 200;
/** The rest is left to the command that writes them all. */
const MAX_ROWS = 20_000;
const OUTCOMES = ['failed', 'skipped', 'ok'] as const;

type Row = RunReport['ledger'][number];

export function ledgerSection({ id, ledger, ledgerLost, status }: RunReport): Html {
  const rows = OUTCOMES.flatMap((outcome) => ledger.filter((row) => row.outcome === outcome));
  return html`<section id="ledger">
    <h2>Ledger</h2>
    ${
      rows.length === 0
        ? html`<p class="note">${ledgerLost ?? whyNone(status)}</p>`
        : html`${filters(rows)}
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">outcome</th>
                  <th scope="col">input</th>
                  <th scope="col">reason</th>
                </tr>
              </thead>
              <tbody>
                ${rows.slice(0, SHOWN_ROWS).map(line)}
              </tbody>
            </table>
            <p><button type="button" id="more" hidden>Show more</button></p>
            ${left(id, rows.length)} ${data(rows.slice(0, MAX_ROWS))}`
    }
  </section>`;
}

const whyNone = (status: string): string =>
  status === 'ok' || status === 'partial'
    ? 'This pipeline writes no ledger.'
    : 'The ledger is made at the end of a run. Until then the table of the steps has the counts.';

function line({ input, outcome, reason = '' }: Row): Html {
  return html`<tr>
    <td class="${toneOf(outcome)}">${signOf(outcome)} ${outcome}</td>
    <th scope="row"><bdi>${input}</bdi></th>
    <td dir="auto">${reason}</td>
  </tr>`;
}

/** Hidden until the script shows it: without one it could do nothing. */
function filters(rows: readonly Row[]): Html {
  const there = OUTCOMES.filter((outcome) => rows.some((row) => row.outcome === outcome));
  const choices = ['', ...there].map((outcome) => {
    const n = outcome === '' ? rows.length : rows.filter((row) => row.outcome === outcome).length;
    return html`<label
      ><input type="radio" name="outcome" value="${outcome}" ${outcome === '' ? new Html('checked') : undefined} />
      ${outcome === '' ? 'all' : `${signOf(outcome)} ${outcome}`} <small>${count(n)}</small></label
    >`;
  });
  return html`<form id="filter" class="filter" role="search" hidden>
    <input
      type="search"
      name="q"
      aria-label="Search inputs and reasons"
      placeholder="Search inputs and reasons…"
      autocomplete="off"
      spellcheck="false"
    />
    <fieldset>
      <legend class="unseen">Outcome</legend>
      ${choices}
    </fieldset>
    <output id="found" aria-live="polite"></output>
  </form>`;
}

function left(id: string, all: number): Html {
  const inPage = Math.min(all, MAX_ROWS);
  const more = all > inPage ? `This page holds ${count(inPage)} of ${count(all)} rows. ` : '';
  return html`<p class="note">
    ${more}On paper, and without a script, the first ${count(Math.min(all, SHOWN_ROWS))} are shown; failures come first.
    All rows as CSV: ${commandLine(`ledger ${quoted(id)} --csv ledger.csv`)}
  </p>`;
}

/** For the script; not run, so the policy need not know it. `<` is written so that no text can end the element. */
function data(rows: readonly Row[]): Html {
  const reasons = [...new Set(rows.map(({ reason = '' }) => visible(reason)))];
  const places = new Map(reasons.map((reason, i) => [reason, i]));
  const outcomes = OUTCOMES.map((outcome) => ({ outcome, sign: signOf(outcome), tone: toneOf(outcome) }));
  const short = rows.map(({ input, outcome, reason = '' }) => [
    visible(input),
    OUTCOMES.indexOf(outcome),
    places.get(visible(reason)),
  ]);
  const text = JSON.stringify({ shown: SHOWN_ROWS, outcomes, reasons, rows: short }).replaceAll('<', '\\u003c');
  return new Html(`<script type="application/json" id="rows">${text}</script>`);
}
