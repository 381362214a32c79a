import type { SpeakerCruxMatrix, SubtopicCrux } from '../report-schema';
import { nameOf } from './cruxSection';
import { html, type Html } from '../../../render/escape';
import type { Texts } from './texts/index';

/** A table that can be taken in; report.json has everybody. */
const SHOWN_PEOPLE = 100;
const SHOWN_STATEMENTS = 40;
/** A table with fewer of its cells filled says little but "no position", which the statements say better. */
const FILLED = 0.5;

type Position = SpeakerCruxMatrix['matrix'][number][number];
type Row = { readonly speaker: string; readonly row: readonly Position[] };

const stands = (row: readonly Position[]): number => row.filter((p) => p !== 'no_position').length;

/** Those who take most sides first. */
const rowsOf = (matrix: SpeakerCruxMatrix): Row[] =>
  matrix.speakers
    .map((speaker, i) => ({ speaker, row: (matrix.matrix[i] ?? []).slice(0, SHOWN_STATEMENTS) }))
    .toSorted((a, b) => stands(b.row) - stands(a.row));

/** The sign is named: many screen readers pass over a minus. */
function cell(position: Position, { text }: Texts): Html {
  if (position === 'no_position') return html`<td></td>`;
  const [kind, sign, name] =
    position === 'agree' ? (['yes', '+', text('agrees')] as const) : (['no', '−', text('disagrees')] as const);
  return html`<td class="${kind}"><span role="img" aria-label="${name}">${sign}</span></td>`;
}

const column = (crux: SubtopicCrux, nr: number): Html =>
  html`<th scope="col"><a href="#crux-${nr}" title="${crux.cruxClaim}">${nr}</a></th>`;

/** The matrix, where what would be shown of it is mostly filled. */
export function shownMatrix(matrix: SpeakerCruxMatrix | undefined): SpeakerCruxMatrix | undefined {
  if (matrix === undefined) return undefined;
  const rows = rowsOf(matrix).slice(0, SHOWN_PEOPLE);
  const cells = rows.reduce((sum, { row }) => sum + row.length, 0);
  const filled = rows.reduce((sum, { row }) => sum + stands(row), 0);
  return filled > 0 && filled >= FILLED * cells ? matrix : undefined;
}

/** Speakers by statements. A sign says what the colour says. */
export function matrixSection(matrix: SpeakerCruxMatrix, cruxes: readonly SubtopicCrux[], texts: Texts): Html {
  const rows = rowsOf(matrix);
  const more = rows.length - SHOWN_PEOPLE;
  return html`<section id="positions">
    <h2>${texts.text('positions')}</h2>
    <p class="description">${texts.text('positionsNote')}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${texts.text('positions')}">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${texts.text('person')}</th>
            ${cruxes.slice(0, SHOWN_STATEMENTS).map((crux, i) => column(crux, i + 1))}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, SHOWN_PEOPLE).map(
            ({ speaker, row }) =>
              html`<tr>
                <th scope="row"><bdi>${nameOf(speaker, texts)}</bdi></th>
                ${row.map((position) => cell(position, texts))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="count">${texts.count('morePositions', more)}</p>` : undefined}
  </section>`;
}
