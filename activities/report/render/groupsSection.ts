import type { GroupTable, ReportTopic } from '../report-schema';
import { html, type Html } from '../../../render/escape';
import type { Texts } from './texts/index';
import { topicAnchor } from './topicSection';
import { named } from './voice';

/** What stands for a number that is not shown, be it none. */
export const tooFew = ({ number }: Pick<Texts, 'number'>, fewest: number): string => `<${number(fewest)}`;

function table(
  { name, values, topics, fewest }: GroupTable,
  byId: ReadonlyMap<string, ReportTopic>,
  texts: Texts,
): Html {
  const rows = topics.flatMap(({ topic, people, others, total }) => {
    const told = byId.get(topic);
    if (told === undefined) return [];
    return html`<tr>
      <th scope="row">
        <a href="#${topicAnchor(told)}">${named(told.title, told.lang, texts)}</a>
      </th>
      ${people.map((n) => html`<td class="num">${n === null ? tooFew(texts, fewest) : texts.number(n)}</td>`)}
      <td class="num">${texts.number(others)}</td>
      <td class="num">${texts.number(total)}</td>
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${texts.text('groupsOf', { name })}">
    <table class="groups">
      <thead>
        <tr>
          <th scope="col">${texts.text('searchTopic')}</th>
          ${values.map((value) => html`<th scope="col"><bdi>${value}</bdi></th>`)}
          <th scope="col">${texts.text('groupsOthers')}</th>
          <th scope="col">${texts.text('groupsAll')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Who spoke of what, by what people said of themselves: a table for each attribute. */
export function groupsSection(groups: readonly GroupTable[], topics: readonly ReportTopic[], texts: Texts): Html {
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const fewest = texts.number(groups[0]?.fewest ?? 0);
  return html`<section id="groups">
    <h2>${texts.text('groups')}</h2>
    <p class="description">${texts.text('groupsNote', { fewest })}</p>
    ${groups.map(
      (group) =>
        html`<h3><bdi>${group.name}</bdi></h3>
          ${group.values.length === 0 ? html`<p>${texts.text('groupsNone', { fewest })}</p>` : table(group, byId, texts)}`,
    )}
  </section>`;
}
