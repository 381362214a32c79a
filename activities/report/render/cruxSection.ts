import type { SubtopicCrux } from '../report-schema';
import { divergingBar } from './charts';
import { html, type Html } from './escape';
import { TEXTS } from './texts';

/** As many as a reader takes in; on votes alone a file of 150 comments gave 29. */
const SHOWN_CRUXES = 10;

/** `12:Ana` → `Ana`: the number only keeps namesakes apart in the file. */
const nameOf = (label: string): string => label.replace(/^\d+:/, '');

function camp(title: string, labels: readonly string[]): Html | undefined {
  if (labels.length === 0) return undefined;
  return html`<dt>${title}</dt>
    <dd>${labels.map((label, i) => html`${i > 0 ? ', ' : undefined}<bdi>${nameOf(label)}</bdi>`)}</dd>`;
}

function cruxCard(crux: SubtopicCrux): Html {
  const agree = crux.votes?.agree ?? crux.agree.length;
  const disagree = crux.votes?.disagree ?? crux.disagree.length;
  const named = crux.agree.length + crux.disagree.length + crux.no_clear_position.length > 0;
  return html`<li class="crux">
    <p class="count">
      <span dir="auto">${crux.topic}</span> → <span dir="auto">${crux.subtopic}</span> ·
      ${crux.votes ? TEXTS.byVotes : TEXTS.bySpeakers}
    </p>
    <h3 dir="auto">${crux.cruxClaim}</h3>
    ${divergingBar(crux.agreementScore, crux.disagreementScore, TEXTS.bar(agree, disagree))}
    <p class="sides">
      <span class="no">${TEXTS.disagree(disagree)}</span>
      <span class="badge">${TEXTS.divided(crux.controversyScore)}</span>
      <span class="yes">${TEXTS.agree(agree)}</span>
    </p>
    <p dir="auto">${crux.explanation}</p>
    ${
      named
        ? html`<details>
            <summary>${TEXTS.camps}</summary>
            <dl class="camps">
              ${camp(TEXTS.agreeing, crux.agree)}${camp(TEXTS.disagreeing, crux.disagree)}${camp(TEXTS.unclear, crux.no_clear_position)}
            </dl>
          </details>`
        : undefined
    }
  </li>`;
}

const cruxList = (cruxes: readonly SubtopicCrux[]): Html =>
  html`<ol class="cruxes">
    ${cruxes.map(cruxCard)}
  </ol>`;

/** The statements that divide, in the analyser's order: the first ones open, the rest folded. */
export function cruxSection(cruxes: readonly SubtopicCrux[]): Html {
  const rest = cruxes.slice(SHOWN_CRUXES);
  return html`<section id="cruxes">
    <h2>${TEXTS.cruxes}</h2>
    <p class="description">${cruxes.length === 0 ? TEXTS.noCruxes : TEXTS.cruxesNote}</p>
    ${cruxList(cruxes.slice(0, SHOWN_CRUXES))}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>${TEXTS.moreCruxes(rest.length)}</summary>
            ${cruxList(rest)}
          </details>`
    }
  </section>`;
}
