import type { SpeakerCruxMatrix, SubtopicCrux } from '../report-schema';
import { nameOf } from './cruxSection';
import { html, type Html } from './escape';
import { TEXTS } from './texts';

/** A table that can be taken in; report.json has everybody. */
const SHOWN_PEOPLE = 100;
const SHOWN_STATEMENTS = 40;

type Position = SpeakerCruxMatrix['matrix'][number][number];

const stands = (row: readonly Position[]): number => row.filter((p) => p !== 'no_position').length;

/** The sign is named: many screen readers pass over a minus. */
function cell(position: Position): Html {
  if (position === 'no_position') return html`<td></td>`;
  const agrees = position === 'agree';
  const [sign, name] = agrees ? TEXTS.agrees : TEXTS.disagrees;
  return html`<td class="${agrees ? 'yes' : 'no'}"><span role="img" aria-label="${name}">${sign}</span></td>`;
}

const column = (crux: SubtopicCrux, nr: number): Html =>
  html`<th scope="col"><a href="#crux-${nr}" title="${crux.cruxClaim}">${nr}</a></th>`;

/** Speakers by statements, those who take most sides first. A sign says what the colour says. */
export function matrixSection(matrix: SpeakerCruxMatrix, cruxes: readonly SubtopicCrux[]): Html {
  const rows = matrix.speakers
    .map((speaker, i) => ({ speaker, row: (matrix.matrix[i] ?? []).slice(0, SHOWN_STATEMENTS) }))
    .toSorted((a, b) => stands(b.row) - stands(a.row));
  const more = rows.length - SHOWN_PEOPLE;
  return html`<section id="positions">
    <h2>${TEXTS.positions}</h2>
    <p class="description">${TEXTS.positionsNote}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${TEXTS.positions}">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${TEXTS.person}</th>
            ${cruxes.slice(0, SHOWN_STATEMENTS).map((crux, i) => column(crux, i + 1))}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, SHOWN_PEOPLE).map(
            ({ speaker, row }) =>
              html`<tr>
                <th scope="row"><bdi>${nameOf(speaker)}</bdi></th>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="count">${TEXTS.morePositions(more)}</p>` : undefined}
  </section>`;
}
