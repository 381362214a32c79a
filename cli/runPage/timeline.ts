/** The run over time: one lane a step, and below a map one lane a shard. */
import type { RunReport, StepReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { axisOf, busyMs, type Axis } from './axis';
import { bars, mark, spoken } from './bars';
import { counted, duration, shortNames, signOf, toneOf } from './format';
import { lanesOf, spanOf, type Lane } from './lanes';

const HEIGHT = 26;
const BAR = { top: 6, height: 14 };
/** Shards above this are folded together until somebody opens them. */
const OPEN_LANES = 8;
const MAX_OVERVIEW = 60;

export function timeline(run: RunReport): Html {
  const now = run.endedAt ?? run.inspectedAt;
  const busy = run.steps.flatMap((step) => step.activities.map((activity) => spanOf(activity, now)));
  const axis = axisOf(busy, { from: Date.parse(run.startedAt), to: Date.parse(now) });
  const chart = new Chart(run, axis, now);
  const folded = axis.breaks.map(({ ms }) => duration(ms));
  return html`<section id="timeline">
    <h2>Timeline</h2>
    ${legend()}
    <div class="gantt">
      <div class="lane head"><span class="label">step</span>${chart.scale()}<span class="took">took</span></div>
      ${run.steps.filter((step) => step.activities.length > 0).map((step) => chart.step(step))}
    </div>
    ${folded.length > 0 ? html`<p class="note">⋯ Folded, because nothing went on: ${folded.join(', ')}.</p>` : undefined}
    ${
      run.history.read < run.history.events
        ? html`<p class="note">Told from the first ${counted(run.history.read, 'event')} of ${run.history.events}.</p>`
        : undefined
    }
  </section>`;
}

class Chart {
  private readonly nameOf: (name: string) => string;

  constructor(
    private readonly run: RunReport,
    private readonly axis: Axis,
    private readonly now: string,
  ) {
    this.nameOf = shortNames(run.steps);
  }

  /** Labels of the ticks, where time is folded, and the marks of heals and decisions. */
  scale(): Html {
    const labels = this.axis.ticks.map(({ share, label }) => {
      const side = share < 0.03 ? 'start' : share > 0.95 ? 'end' : 'middle';
      return html`<text x="${percent(share)}" y="14" text-anchor="${side}">${label}</text>`;
    });
    const signs = this.events().map(({ at, sign, title }) => {
      const x = percent(this.axis.at(Date.parse(at)));
      return html`<text class="sign" x="${x}" y="32" text-anchor="middle">
        ${sign}
        <title>${title}</title>
      </text>`;
    });
    const folds = this.axis.breaks.map(
      ({ share, width, ms }) =>
        html`<text x="${percent(share + width / 2)}" y="32" text-anchor="middle">
          ⋯
          <title>${duration(ms)} folded</title>
        </text>`,
    );
    return html`<svg class="scale" height="38" aria-hidden="true">${labels}${folds}${signs}</svg>`;
  }

  step(step: StepReport): Html {
    const { lanes, left } = lanesOf(step, this.now);
    const [first] = lanes;
    const isMap = lanes.length > 1;
    const head = html`<span class="label"
        ><b class="${toneOf(step.status)}">${signOf(step.status)}</b> <bdi>${this.nameOf(step.name)}</bdi> ${
          isMap ? html`<small>${counted(lanes.length, 'lane')}</small>` : undefined
        }</span
      >${isMap ? this.overview(step, lanes) : this.lane(first)}<span class="took">${this.took(lanes)}</span>`;
    if (!isMap) return html`<div class="lane">${head}</div>`;
    const shards = lanes.map(
      (lane) =>
        html`<div class="lane shard">
          <span class="label">${lane.label}</span>${this.lane(lane)}<span class="took">${this.took([lane])}</span>
        </div>`,
    );
    const more =
      left > 0
        ? html`<p class="note">${counted(left, 'more activity', 'more activities')}: run.json has them.</p>`
        : undefined;
    const isOpen =
      lanes.length <= OPEN_LANES
        ? html`<details open>
            <summary class="lane">${head}</summary>
            ${shards}${more}
          </details>`
        : undefined;
    return (
      isOpen ??
      html`<details>
        <summary class="lane">${head}</summary>
        ${shards}${more}
      </details>`
    );
  }

  private took(lanes: readonly Lane[]): string {
    return duration(busyMs(lanes.flatMap(({ activities }) => activities.map((one) => spanOf(one, this.now)))));
  }

  private lane(lane: Lane | undefined): Html {
    const activities = lane?.activities ?? [];
    const place = { axis: this.axis, now: this.now, ...BAR };
    const said = activities.map((activity) => spoken(activity, this.now)).join('; ');
    return html`<svg class="chart" height="${HEIGHT}" role="img" aria-label="${said}">
      ${this.ground(HEIGHT)}${activities.map((activity) => [...bars(activity, place), mark(activity, place)])}
    </svg>`;
  }

  /** All shards in little: how they lie in time. */
  private overview(step: StepReport, lanes: readonly Lane[]): Html {
    const room = Math.min(MAX_OVERVIEW, Math.max(BAR.height, lanes.length * 3));
    const each = room / lanes.length;
    const said = `${counted(step.activities.length, 'activity', 'activities')}, ${counted(step.attempts, 'attempt')}`;
    return html`<svg class="chart" height="${room + 12}" role="img" aria-label="${said}">
      ${this.ground(room + 12)}
      ${lanes.map(({ activities }, i) => {
        const place = {
          axis: this.axis,
          now: this.now,
          top: 6 + i * each,
          height: Math.max(0.8, each - (each > 2 ? 1 : 0)),
        };
        return activities.map((activity) => bars(activity, place));
      })}
    </svg>`;
  }

  /** Ticks, folds and heals go through all lanes. */
  private ground(height: number): Html[] {
    const rule = (name: string, share: number): Html =>
      html`<line class="${name}" x1="${percent(share)}" x2="${percent(share)}" y1="0" y2="${height}" />`;
    return [
      ...this.axis.breaks.map(
        ({ share, width }) =>
          html`<rect class="fold" x="${percent(share)}" y="0" width="${percent(width)}" height="${height}" />`,
      ),
      ...this.axis.ticks.map(({ share }) => rule('rule', share)),
      ...this.events().map(({ at, name }) => rule(name, this.axis.at(Date.parse(at)))),
    ];
  }

  private events(): { at: string; sign: string; name: string; title: string }[] {
    return [
      ...this.run.healed.map(({ at }, i) => ({ at, sign: '↻', name: 'heal', title: `heal ${i + 1}` })),
      ...this.run.decisions.map(({ at, update, by }) => ({
        at,
        sign: '▾',
        name: 'decision',
        title: `${update} by ${by}`,
      })),
    ];
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Each sign beside the word it stands for. */
function legend(): Html {
  const sample = (name: string): Html =>
    html`<svg width="26" height="12" aria-hidden="true">
      <rect class="bar ${name}" x="1" y="1" width="24" height="10" />
    </svg>`;
  const kinds = [
    ['done', 'done'],
    ['answered', '○ answered by a record'],
    ['running', '▸ running'],
    ['failed', '✗ failed attempt'],
    ['cut', 'attempt without an end'],
    ['lock', 'waiting for a lock'],
    ['lost', '↻ input lost: healed'],
  ] as const;
  return html`<ul class="legend" role="list">
    ${kinds.map(([name, text]) => html`<li>${sample(name)} ${text}</li>`)}
    <li>
      <svg width="26" height="12" aria-hidden="true"><line class="idle" x1="1" x2="25" y1="6" y2="6" /></svg> queued, or
      between attempts
    </li>
    <li>▾ somebody decided</li>
    <li>⋯ time folded</li>
  </ul>`;
}
