import type { SubtopicCrux } from '../report-schema';
import { divergingBar } from './charts';
import { html, type Html } from '../../../render/escape';
import { speakerIn } from './ownNames';
import { permalink } from './permalink';
import type { Texts } from './texts/index';
import { named, shown, spoken, voice } from './voice';

/** As many as a reader takes in; on votes alone a file of 150 comments gave 29. */
const SHOWN_CRUXES = 5;
/** More than anybody looks through: report.json has all (607 comments with votes gave 111). */
const LISTED_CRUXES = 200;

/** `12:Ana` → `Ana`: the number only keeps namesakes apart in the file. */
export const nameOf = (label: string, texts: Texts): string => speakerIn(label.replace(/^\d+:/, ''), texts);

export interface Place {
  readonly topic: string;
  readonly subtopic: string;
  readonly topicLang: string | undefined;
  readonly subtopicLang: string | undefined;
}

/** Cruxes carry titles; where the tree has no such topic (a report read from a file), there is nothing to link to. */
export type AnchorOf = (crux: SubtopicCrux) => Place | undefined;

function camp(title: string, labels: readonly string[], texts: Texts): Html | undefined {
  if (labels.length === 0) return undefined;
  return html`<dt>${title}</dt>
    <dd>${labels.map((label, i) => html`${i > 0 ? ', ' : undefined}<bdi>${nameOf(label, texts)}</bdi>`)}</dd>`;
}

function camps(crux: SubtopicCrux, texts: Texts): Html | undefined {
  const { text } = texts;
  if (crux.agree.length + crux.disagree.length + crux.no_clear_position.length === 0) return undefined;
  return html`<details>
    <summary>${text('camps')}</summary>
    <dl class="camps">
      ${camp(text('agreeing'), crux.agree, texts)}${camp(text('disagreeing'), crux.disagree, texts)}${camp(
        text('unclear'),
        crux.no_clear_position,
        texts,
      )}
    </dl>
  </details>`;
}

function place(crux: SubtopicCrux, anchorOf: AnchorOf, texts: Texts): Html {
  const found = anchorOf(crux);
  const topic = named(crux.topic, found?.topicLang, texts);
  const titles =
    crux.topic === crux.subtopic ? topic : html`${topic} → ${named(crux.subtopic, found?.subtopicLang, texts)}`;
  const anchor = found?.subtopic;
  return anchor === undefined ? titles : html`<a href="#${anchor}">${titles}</a>`;
}

/** Of votes the bar and the numbers tell it all. */
function explanation({ votes, explanation: said, explanationQuoted }: SubtopicCrux, texts: Texts): Html | undefined {
  if (votes !== undefined || said === '') return undefined;
  return html`<p class="explanation">${spoken(said, explanationQuoted, texts)}</p>`;
}

function cruxCard(crux: SubtopicCrux, nr: number, anchorOf: AnchorOf, texts: Texts): Html {
  const agree = crux.votes?.agree ?? crux.agree.length;
  const disagree = crux.votes?.disagree ?? crux.disagree.length;
  const anchor = `crux-${nr}`;
  const { lang, dir } = voice(crux.cruxClaim, crux.lang, texts);
  const numbers = { agree: texts.number(agree), disagree: texts.number(disagree) };
  return html`<li class="crux" id="${anchor}" data-topic="${anchorOf(crux)?.topic}">
    <h3>
      <span class="nr">${nr}</span>
      <bdi class="words" lang="${lang}" dir="${dir}">${shown(crux.cruxClaim, texts)}</bdi>
    </h3>
    <div class="sides">
      ${divergingBar(crux.agreementScore, crux.disagreementScore, texts.text('bar', numbers))}
      <span class="no">${texts.count('disagree', disagree)}</span>
      <span class="yes">${texts.count('agree', agree)}</span>
    </div>
    ${explanation(crux, texts)}
    <div class="meta">
      <span class="badge">${texts.text('divided', { share: texts.percent(crux.controversyScore) })}</span>
      <span>${texts.count(crux.votes ? 'votes' : 'byWords', agree + disagree)}</span>
      <span>${place(crux, anchorOf, texts)}</span>
      ${permalink(anchor, texts.text('statement', { n: String(nr) }), texts)}${camps(crux, texts)}
    </div>
  </li>`;
}

/** What the statements rest on, which is said before them. */
function basisOf(cruxes: readonly SubtopicCrux[]): 'cruxesVotes' | 'cruxesWords' | 'cruxesBoth' {
  const voted = cruxes.filter(({ votes }) => votes !== undefined).length;
  return voted === 0 ? 'cruxesWords' : voted === cruxes.length ? 'cruxesVotes' : 'cruxesBoth';
}

/** The statements that divide, in the analyser's order: the first ones open, the rest folded. */
export function cruxSection(cruxes: readonly SubtopicCrux[], anchorOf: AnchorOf, texts: Texts): Html {
  const cards = cruxes.slice(0, LISTED_CRUXES).map((crux, i) => cruxCard(crux, i + 1, anchorOf, texts));
  const list = (shown: readonly Html[]): Html =>
    html`<ol class="cruxes" role="list">
      ${shown}
    </ol>`;
  const rest = cards.slice(SHOWN_CRUXES);
  const more = cruxes.length - cards.length;
  return html`<section id="cruxes">
    <h2>${texts.text('cruxes')}</h2>
    <p class="description">
      ${cruxes.length === 0 ? texts.text('noCruxes') : `${texts.text(basisOf(cruxes))} ${texts.text('cruxesMeasure')}`}
    </p>
    ${cards.length === 0 ? undefined : list(cards.slice(0, SHOWN_CRUXES))}
    ${
      rest.length === 0
        ? undefined
        : html`<details class="rest">
            <summary>${texts.count('moreCruxes', rest.length)}</summary>
            ${list(rest)} ${more > 0 ? html`<p class="count">${texts.count('unlistedCruxes', more)}</p>` : undefined}
          </details>`
    }
  </section>`;
}
