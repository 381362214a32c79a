/** What one wants to know first: how the run stands, and what is to be done. */
import { troubleText } from '../../client';
import type { RunReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { toldWait, waysOn } from '../waysOn';
import { between, bytes, count, counted, duration, moment, signOf, toneOf } from './format';

export function header(run: RunReport): Html {
  return html`<header>
    <p class="kind">${run.type}</p>
    <h1><bdi>${run.id}</bdi> <span class="status ${toneOf(run.status)}">${signOf(run.status)} ${run.status}</span></h1>
    <p class="when">
      <time datetime="${run.startedAt}">${moment(run.startedAt)}</time>, execution <code>${run.execution}</code>
    </p>
    <dl class="figures">
      ${figures(run).map(
        ([name, value, note]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}${note === '' ? undefined : html` <small>${note}</small>`}</dd>
          </div>`,
      )}
    </dl>
    ${notice(run)}
    <nav aria-label="Parts of this page">
      ${parts(run).map((part) => html`<a href="#${part.id}">${part.title}</a> `)}
    </nav>
  </header>`;
}

function figures({ startedAt, endedAt, inspectedAt, inputs, steps, ...run }: RunReport): [string, string, string][] {
  const sum = (read: (step: RunReport['steps'][number]) => number): number =>
    steps.reduce((all, step) => all + read(step), 0);
  const done = steps.filter(({ status }) => status === 'done' || status === 'skipped').length;
  const calls = sum(({ activities }) => activities.length);
  const again = Math.max(0, sum(({ attempts }) => attempts) - calls);
  const facts: [string, string, string][] = [
    [
      'duration',
      duration(between(startedAt, endedAt ?? inspectedAt)),
      endedAt === undefined ? `so far, ${moment(inspectedAt)}` : '',
    ],
    ['steps done', `${done}/${steps.length}`, ''],
    ['retries', count(again), again > 0 ? `of ${counted(calls, 'activity', 'activities')}` : ''],
    ['heals', count(run.heals ?? run.healed.length), ''],
    ['lock waits', duration(sum(({ lockWaitMs }) => lockWaitMs)), ''],
    ['stored', bytes(sum((step) => step.bytes)), `${bytes(run.redisBytes)} in Redis`],
    ['history', counted(run.history.events, 'event'), bytes(run.history.bytes)],
  ];
  if (!inputs) return facts;
  const lost = [
    ...(inputs.failed > 0 ? [`${count(inputs.failed)} failed`] : []),
    ...(inputs.skipped > 0 ? [`${count(inputs.skipped)} skipped`] : []),
  ].join(', ');
  return [...facts.slice(0, 1), ['inputs', `${count(inputs.ok)}/${count(inputs.total)}`, lost], ...facts.slice(1)];
}

function parts({ steps, healed, decisions, ledger }: RunReport): { id: string; title: string }[] {
  const happened = healed.length + decisions.length;
  return [
    ...(steps.length === 0
      ? []
      : [
          { id: 'timeline', title: 'Timeline' },
          { id: 'graph', title: 'Graph' },
          { id: 'steps', title: 'Steps' },
          { id: 'retries', title: 'Retries and failures' },
        ]),
    ...(happened > 0 ? [{ id: 'events', title: `Heals and decisions (${count(happened)})` }] : []),
    { id: 'versions', title: 'Versions' },
    { id: 'again', title: 'Do it again' },
    { id: 'ledger', title: ledger.length > 0 ? `Ledger (${count(ledger.length)})` : 'Ledger' },
  ];
}

/** Why the run does not go on, and the commands for it. */
function notice({ id, status, error, trouble, steps, waitingFor, waits, heldFor }: RunReport): Html | undefined {
  const paused = steps.filter((step) => step.status === 'paused');
  const causes = [
    ...(error === undefined ? [] : [error]),
    ...(trouble ? [troubleText(trouble)] : []),
    ...(heldFor === undefined ? [] : [`Paused by hand: ${heldFor}`]),
    ...waits.map((wait) => `Waits for the answer ${toldWait(wait)}`),
    ...paused.map(({ name, message = '' }) => (message.startsWith(name) ? message : `${name}: ${message}`)),
  ];
  const ways = status === 'paused' || status === 'waiting' ? waysOn(id, paused, waitingFor) : [];
  if (causes.length === 0 && ways.length === 0) return undefined;
  return html`<section class="notice ${toneOf(status)}" aria-label="Why the run does not go on">
    ${causes.map((cause) => html`<p class="cause" dir="auto">${cause}</p>`)}
    ${
      ways.length === 0
        ? undefined
        : html`<dl class="ways">
            ${ways.map(
              ({ what, command }) =>
                html`<dt>${what}</dt>
                  <dd>${commandLine(command)}</dd>`,
            )}
          </dl>`
    }
  </section>`;
}

/** Selected whole by one click. */
export const commandLine = (command: string): Html => html`<code class="command">pipeline-worker ${command}</code>`;
