import type { LedgerEntry } from '../model';
import { html, type Html } from './escape';
import { TEXTS } from './texts';

/** A file of 5,000 rows can have 1,300 moderated ones: the page names some, the audit log all. */
const LISTED_PER_REASON = 200;
/** More names than this are a wall: they are folded. */
const SHOWN_PER_REASON = 12;

interface Group {
  outcome: LedgerEntry['outcome'];
  reason: string;
  inputs: string[];
}

/** Entries with the same outcome and reason together, failures first, then by the number of inputs. */
function groups(entries: readonly LedgerEntry[]): Group[] {
  const found = new Map<string, Group>();
  for (const { input, outcome, reason = TEXTS.noReason } of entries) {
    const key = `${outcome} ${reason}`;
    const group = found.get(key) ?? { outcome, reason, inputs: [] };
    group.inputs.push(input);
    found.set(key, group);
  }
  const rank = { failed: 0, skipped: 1, ok: 2 };
  return [...found.values()].sort((a, b) => rank[a.outcome] - rank[b.outcome] || b.inputs.length - a.inputs.length);
}

function which(inputs: readonly string[]): Html {
  const more = inputs.length - LISTED_PER_REASON;
  const names = inputs
    .slice(0, LISTED_PER_REASON)
    .map((input, i) => html`${i > 0 ? ', ' : undefined}<bdi>${input}</bdi>`);
  const all = html`${names}${more > 0 ? html` ${TEXTS.more(more)}` : undefined}`;
  if (inputs.length <= SHOWN_PER_REASON) return all;
  return html`<details>
    <summary>${TEXTS.rows(inputs.length)}</summary>
    ${all}
  </details>`;
}

const row = ({ outcome, reason, inputs }: Group): Html =>
  html`<tr>
    <td>${TEXTS.outcomes[outcome]}</td>
    <td class="num">${TEXTS.number(inputs.length)}</td>
    <td dir="auto">${reason}</td>
    <td>${which(inputs)}</td>
  </tr>`;

/** Every input that is not simply in the report, with its reason. */
export function ledgerSection(ledger: readonly LedgerEntry[]): Html {
  const used = ledger.filter((e) => e.outcome === 'ok').length;
  const told = ledger.filter((e) => e.outcome !== 'ok' || e.reason !== undefined);
  return html`<section id="inputs">
    <h2>${TEXTS.inputs}</h2>
    <p>${TEXTS.inputsNote(used, ledger.length)} ${used === ledger.length ? TEXTS.allUsed : undefined}</p>
    ${
      told.length === 0
        ? undefined
        : html`<div class="scroll" tabindex="0" role="region" aria-label="${TEXTS.unused}">
            <table>
              <thead>
                <tr>
                  ${TEXTS.ledgerColumns.map((c) => html`<th scope="col">${c}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${groups(told).map(row)}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
