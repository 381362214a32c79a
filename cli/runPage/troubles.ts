/** What did not go straight on: attempts that failed, heals, decisions of people. */
import type { ActivityReport, DecisionReport, HealReport, RunReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { between, counted, duration, signOf, toneOf } from './format';

const MAX_ROWS = 200;

export function troubles(run: RunReport): Html {
  const since = (at: string): string => `+${duration(between(run.startedAt, at))}`;
  return html`${retries(run, since)} ${happenings(run, since)}`;
}

type Since = (at: string) => string;

const isTrouble = ({ attempt, outcome, message }: ActivityReport): boolean =>
  attempt > 1 || message !== undefined || ['failed', 'lost', 'timed out', 'cancelled'].includes(outcome);

function retries({ steps, endedAt }: RunReport, since: Since): Html {
  const found = steps.flatMap((step) =>
    step.activities.filter(isTrouble).map((activity) => ({ name: step.name, activity })),
  );
  const left = found.length - MAX_ROWS;
  const none =
    endedAt === undefined ? 'No attempt has failed so far.' : 'Every activity ended well at its first attempt.';
  return html`<section id="retries">
    <h2>Retries and failures</h2>
    ${
      found.length === 0
        ? html`<p class="note">${none}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of retries and failures">
            <table>
              <thead>
                <tr>
                  <th scope="col">step</th>
                  <th scope="col">outcome</th>
                  <th scope="col">attempts</th>
                  <th scope="col">worker</th>
                </tr>
              </thead>
              <tbody>
                ${found.slice(0, MAX_ROWS).map(({ name, activity }) => retryRow(name, activity, since))}
              </tbody>
            </table>
          </div>`
    }
    ${left > 0 ? html`<p class="note">And ${counted(left, 'more activity', 'more activities')}: run.json has them.</p>` : undefined}
  </section>`;
}

function retryRow(
  name: string,
  { id, part, outcome, attempt, attempts, worker, message }: ActivityReport,
  since: Since,
): Html {
  const lines = attempts.map(({ number, startedAt, endedAt, type, why }) => {
    const took = endedAt === undefined ? '' : `, ${duration(between(startedAt, endedAt))}`;
    const end = why ?? (number === attempt ? outcome : 'gave no end: its worker died, or lost its lease');
    return html`<li>
      <b>${number}</b> at ${since(startedAt)}${took}:
      ${type === undefined ? undefined : html`<code>${type}</code> `}<span dir="auto">${end}</span>
    </li>`;
  });
  const unknown = attempt - attempts.length;
  const last =
    attempts.at(-1)?.why === undefined && message !== undefined
      ? html`<li dir="auto">last failure: ${message}</li>`
      : undefined;
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi><br /><small>${part ?? `activity ${id}`}</small></th>
    <td><span class="${toneOf(outcome)}">${signOf(outcome)} ${outcome}</span></td>
    <td>
      <ul role="list" class="attempts">
        ${unknown > 0 && attempts.length > 0 ? html`<li>${counted(unknown, 'earlier attempt')} left no trace</li>` : undefined}${lines}${last}
      </ul>
    </td>
    <td><code>${worker ?? ''}</code></td>
  </tr>`;
}

/** Heals and decisions, in the order in which they happened. */
function happenings({ healed, decisions, strikes }: RunReport, since: Since): Html | undefined {
  const all = [
    ...healed.map((heal, i) => ({ at: heal.at, what: healLine(heal, i) })),
    ...decisions.map((decision) => ({ at: decision.at, what: decisionLine(decision) })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  const struck = Object.entries(strikes).map(([step, n]) => `${step}: ${counted(n, 'strike')}`);
  if (all.length === 0 && struck.length === 0) return undefined;
  return html`<section id="events">
    <h2>Heals and decisions</h2>
    <ol role="list" class="events">
      ${all.map(({ at, what }) => html`<li><time datetime="${at}">${since(at)}</time> ${what}</li>`)}
    </ol>
    ${struck.length === 0 ? undefined : html`<p class="note">Corrupt results so far: ${struck.join(', ')}. Three strikes on one step stop the run.</p>`}
  </section>`;
}

function healLine({ lost }: HealReport, i: number): Html {
  const parts = lost.map(
    ({ by, input, step, corrupt }) =>
      html`<li>
        <bdi>${by}</bdi> could not read <code>${input}</code>, made by <bdi>${step}</bdi>:
        ${corrupt ? 'corrupt' : 'missing'}
      </li>`,
  );
  return html`<div>
    <b class="warn">↻ heal ${i + 1}</b> stored state was gone; what was needed of it was made again
    <ul>
      ${parts}
    </ul>
  </div>`;
}

function decisionLine({ update, by, about, reason }: DecisionReport): Html {
  return html`<div>
    <b>▾ ${update}</b> ${about === undefined ? undefined : html`<bdi>${about}</bdi> `}by <code>${by}</code>${
      reason === undefined ? undefined : html`: <q dir="auto">${reason}</q>`
    }
  </div>`;
}
