/** What it ran on, and how to do it again. */
import type { RunReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { quoted } from '../self';
import { commandLine } from './header';
import { duration } from './format';

export function about(run: RunReport): Html {
  const { product, sdk, node, redis, temporal } = run.versions;
  const { loopP999Ms, loopMaxMs, peakRssMb, lateRenewals, takeovers } = run.workers;
  return html`<section id="versions">
      <h2>Versions and workers</h2>
      ${facts([
        ['pipeline-worker', product],
        ['Temporal SDK', sdk],
        ['Node', node],
        ['Temporal server', temporal],
        ['Redis', redis],
        [
          'steps',
          Object.entries(run.versions.steps)
            .map(([name, version]) => `${name} v${version}`)
            .join(', '),
        ],
      ])}
      ${facts([
        ['main thread blocked', `p99.9 ${duration(loopP999Ms)}, at most ${duration(loopMaxMs)}`],
        ['peak memory of a worker', `${peakRssMb} MB`],
        ['renewals sent late', String(lateRenewals)],
        ['results of later attempts', String(takeovers)],
      ])}
      ${locks(run)}
    </section>
    <section id="again">
      <h2>Do it again</h2>
      <dl class="ways">
        <dt>The same input as a run of its own${run.file === undefined ? '' : ` (the file had ${run.file})`}:</dt>
        <dd><code class="command">${run.reproduce}</code></dd>
        <dt>From one step on, with what is recorded before it:</dt>
        <dd>${commandLine(`retry ${quoted(run.id)} --from STEP`)}</dd>
        <dt>Would this build take the same decisions? Changes nothing:</dt>
        <dd>${commandLine(`replay ${quoted(run.id)}`)}</dd>
        <dt>All of this page as data:</dt>
        <dd>${commandLine(`inspect ${quoted(run.id)} --json`)}</dd>
      </dl>
    </section>`;
}

function facts(all: readonly (readonly [name: string, value: string | undefined])[]): Html {
  const known = all.filter(([, value]) => value !== undefined && value !== '');
  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div class="${name === 'steps' ? 'wide' : ''}">
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function locks({ locks: held }: RunReport): Html | undefined {
  if (held.length === 0) return undefined;
  return html`<h3>Step locks held now</h3>
    <ul>
      ${held.map(
        ({ step, activity, token, leftMs, revoked }) =>
          html`<li>
            <bdi>${step}</bdi>: activity ${activity}, token ${String(token)}, ${duration(leftMs)}
            left${revoked ? ', asked for by a later attempt' : ''}
          </li>`,
      )}
    </ul>`;
}
