import type { RunReport, StepReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { bytes, count, duration, signOf, toneOf } from './format';

/** Every step in figures. */
export function stepTable({ steps }: RunReport): Html {
  return html`<section id="steps">
    <h2>Steps</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of the steps">
      <table>
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">status</th>
            <th scope="col" class="num">attempts</th>
            <th scope="col" class="num">items</th>
            <th scope="col">of these</th>
            <th scope="col" class="num">work</th>
            <th scope="col" class="num">lock wait</th>
            <th scope="col" class="num">stored</th>
            <th scope="col">reads</th>
          </tr>
        </thead>
        <tbody>
          ${steps.map(row)}
        </tbody>
      </table>
    </div>
    <p class="note">Work is the time of the attempts that recorded a result, added up over the shards of a map.</p>
  </section>`;
}

function row({ name, version, status, attempts, items, durationMs, lockWaitMs, reads, ...step }: StepReport): Html {
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi>${version === undefined ? undefined : html` <small>v${version}</small>`}</th>
    <td><span class="${toneOf(status)}">${signOf(status)} ${status}</span></td>
    <td class="num">${count(attempts)}</td>
    <td class="num">${items ? `${count(items.done)}/${count(items.total)}` : ''}</td>
    <td>${items ? itemNotes(items) : ''}</td>
    <td class="num">${durationMs > 0 ? duration(durationMs) : ''}</td>
    <td class="num">${lockWaitMs > 0 ? duration(lockWaitMs) : ''}</td>
    <td class="num">${bytes(step.bytes)}</td>
    <td>${reads.map((one, i) => html`${i > 0 ? ', ' : undefined}<bdi>${one}</bdi>`)}</td>
  </tr>`;
}

const itemNotes = ({ cached, failed, skipped }: NonNullable<StepReport['items']>): string =>
  [
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(skipped > 0 ? [`${count(skipped)} skipped`] : []),
    ...(cached > 0 ? [`${count(cached)} cached`] : []),
  ].join(', ');
