import type { LedgerEntry } from '../model';
import { html, type Html } from '../../../render/escape';
import { inputIn } from './ownNames';
import type { Texts } from './texts/index';
import { reasonIn } from './texts/reasons';
import { voice } from './voice';

/** A file of 5,000 rows can have 1,300 moderated ones: the page names some, the audit log all. */
const LISTED_PER_REASON = 200;
/** More names than this are a wall: they are folded. */
const SHOWN_PER_REASON = 12;

interface Group {
  outcome: LedgerEntry['outcome'];
  reason: string | undefined;
  inputs: string[];
}

/** Entries with the same outcome and reason together, failures first, then by the number of inputs. */
function groups(entries: readonly LedgerEntry[]): Group[] {
  const found = new Map<string, Group>();
  for (const { input, outcome, reason } of entries) {
    const key = `${outcome} ${reason ?? ''}`;
    const group = found.get(key) ?? { outcome, reason, inputs: [] };
    group.inputs.push(input);
    found.set(key, group);
  }
  const rank = { failed: 0, skipped: 1, ok: 2 };
  return [...found.values()].sort((a, b) => rank[a.outcome] - rank[b.outcome] || b.inputs.length - a.inputs.length);
}

function which(inputs: readonly string[], texts: Texts): Html {
  const more = inputs.length - LISTED_PER_REASON;
  const names = inputs
    .slice(0, LISTED_PER_REASON)
    .map((input, i) => html`${i > 0 ? ', ' : undefined}<bdi>${inputIn(input, texts)}</bdi>`);
  const all = html`${names}${more > 0 ? html` ${texts.count('more', more)}` : undefined}`;
  if (inputs.length <= SHOWN_PER_REASON) return all;
  return html`<details>
    <summary>${texts.count('rows', inputs.length)}</summary>
    ${all}
  </details>`;
}

function row({ outcome, reason, inputs }: Group, texts: Texts): Html {
  const told = reason === undefined ? texts.text('noReason') : reasonIn(reason, texts);
  // Why something failed is told in English, in every report.
  const lang = told === undefined ? voice('', 'en', texts).lang : undefined;
  return html`<tr>
    <td>${texts.outcomes[outcome]}</td>
    <td class="num">${texts.number(inputs.length)}</td>
    <td lang="${lang}" dir="auto">${told ?? reason}</td>
    <td>${which(inputs, texts)}</td>
  </tr>`;
}

/** Every input that is not simply in the report, with its reason. */
export function ledgerSection(ledger: readonly LedgerEntry[], texts: Texts): Html {
  const used = ledger.filter((e) => e.outcome === 'ok').length;
  const told = ledger.filter((e) => e.outcome !== 'ok' || e.reason !== undefined);
  return html`<section id="inputs">
    <h2>${texts.text('inputs')}</h2>
    <p>
      ${texts.count('used', ledger.length, { ok: texts.number(used) })}
      ${used === ledger.length ? texts.text('allUsed') : undefined}
    </p>
    ${
      told.length === 0
        ? undefined
        : html`<div class="scroll" tabindex="0" role="region" aria-label="${texts.text('unused')}">
            <table>
              <thead>
                <tr>
                  ${texts.ledgerColumns.map((c) => html`<th scope="col">${c}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${groups(told).map((group) => row(group, texts))}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
