import type { SubtopicCrux } from '../report-schema';
import { divergingBar } from './charts';
import { html, type Html } from './escape';
import { permalink } from './permalink';
import { TEXTS } from './texts';

/** As many as a reader takes in; on votes alone a file of 150 comments gave 29. */
const SHOWN_CRUXES = 10;
/** More than anybody looks through: report.json has all (607 comments with votes gave 111). */
const LISTED_CRUXES = 200;

/** `12:Ana` → `Ana`: the number only keeps namesakes apart in the file. */
export const nameOf = (label: string): string => label.replace(/^\d+:/, '');

/** Cruxes carry titles; where the tree has no such topic (a report read from a file), there is nothing to link to. */
export type AnchorOf = (crux: SubtopicCrux) => { topic: string; subtopic: string } | undefined;

function camp(title: string, labels: readonly string[]): Html | undefined {
  if (labels.length === 0) return undefined;
  return html`<dt>${title}</dt>
    <dd>${labels.map((label, i) => html`${i > 0 ? ', ' : undefined}<bdi>${nameOf(label)}</bdi>`)}</dd>`;
}

function camps(crux: SubtopicCrux): Html | undefined {
  if (crux.agree.length + crux.disagree.length + crux.no_clear_position.length === 0) return undefined;
  return html`<details>
    <summary>${TEXTS.camps}</summary>
    <dl class="camps">
      ${camp(TEXTS.agreeing, crux.agree)}${camp(TEXTS.disagreeing, crux.disagree)}${camp(TEXTS.unclear, crux.no_clear_position)}
    </dl>
  </details>`;
}

function place(crux: SubtopicCrux, anchorOf: AnchorOf): Html {
  const topic = html`<bdi>${crux.topic}</bdi>`;
  const titles = crux.topic === crux.subtopic ? topic : html`${topic} → <bdi>${crux.subtopic}</bdi>`;
  const anchor = anchorOf(crux)?.subtopic;
  return anchor === undefined ? titles : html`<a href="#${anchor}">${titles}</a>`;
}

function cruxCard(crux: SubtopicCrux, nr: number, anchorOf: AnchorOf): Html {
  const agree = crux.votes?.agree ?? crux.agree.length;
  const disagree = crux.votes?.disagree ?? crux.disagree.length;
  const anchor = `crux-${nr}`;
  return html`<li class="crux" id="${anchor}" data-topic="${anchorOf(crux)?.topic}">
    <h3><span class="nr">${nr}</span> <bdi class="words">${crux.cruxClaim}</bdi></h3>
    <div class="sides">
      ${divergingBar(crux.agreementScore, crux.disagreementScore, TEXTS.bar(agree, disagree))}
      <span class="no">${TEXTS.disagree(disagree)}</span>
      <span class="yes">${TEXTS.agree(agree)}</span>
    </div>
    <p class="explanation" dir="auto">${crux.explanation}</p>
    <div class="meta">
      <span class="badge">${TEXTS.divided(crux.controversyScore)}</span>
      <span>${crux.votes ? TEXTS.votes(agree + disagree) : TEXTS.byWords(agree + disagree)}</span>
      <span>${place(crux, anchorOf)}</span>
      ${permalink(anchor, TEXTS.statement(nr))}${camps(crux)}
    </div>
  </li>`;
}

/** What the statements rest on, which is said before them. */
function basisOf(cruxes: readonly SubtopicCrux[]): keyof typeof TEXTS.cruxesNote {
  const voted = cruxes.filter(({ votes }) => votes !== undefined).length;
  return voted === 0 ? 'words' : voted === cruxes.length ? 'votes' : 'both';
}

/** The statements that divide, in the analyser's order: the first ones open, the rest folded. */
export function cruxSection(cruxes: readonly SubtopicCrux[], anchorOf: AnchorOf): Html {
  const cards = cruxes.slice(0, LISTED_CRUXES).map((crux, i) => cruxCard(crux, i + 1, anchorOf));
  const list = (shown: readonly Html[]): Html =>
    html`<ol class="cruxes" role="list">
      ${shown}
    </ol>`;
  const rest = cards.slice(SHOWN_CRUXES);
  const more = cruxes.length - cards.length;
  return html`<section id="cruxes">
    <h2>${TEXTS.cruxes}</h2>
    <p class="description">
      ${cruxes.length === 0 ? TEXTS.noCruxes : `${TEXTS.cruxesNote[basisOf(cruxes)]} ${TEXTS.cruxesMeasure}`}
    </p>
    ${cards.length === 0 ? undefined : list(cards.slice(0, SHOWN_CRUXES))}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>${TEXTS.moreCruxes(rest.length)}</summary>
            ${list(rest)} ${more > 0 ? html`<p class="count">${TEXTS.unlistedCruxes(more)}</p>` : undefined}
          </details>`
    }
  </section>`;
}
