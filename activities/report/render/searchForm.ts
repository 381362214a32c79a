import type { GroupTable, Report } from '../report-schema';
import { groupKey } from './context';
import { html, type Html } from '../../../render/escape';
import type { Texts } from './texts/index';
import { topicAnchor } from './topicSection';
import { voice } from './voice';

/** Offers those values alone under which enough people are shown. */
const groupFilter = ({ name, values }: GroupTable, at: number, { text }: Texts): Html =>
  html`<select name="group-${at}" aria-label="${name}">
    <option value="">${text('searchAllGroups', { name })}</option>
    ${values.map((value, place) => html`<option value="${groupKey(at, place)}">${value}</option>`)}
  </select>`;

/** Search and filters. Hidden until the script shows it: without one it could do nothing. */
export function searchForm({ topics, groups = [] }: Report, texts: Texts): Html {
  const { text } = texts;
  return html`<form
    class="search"
    id="search"
    role="search"
    hidden
    data-found="${text('searchFound')}"
    data-none="${text('searchNone')}"
  >
    <input
      type="search"
      name="q"
      aria-label="${text('searchLabel')}"
      placeholder="${text('searchHint')}"
      autocomplete="off"
      spellcheck="false"
    />
    <select name="topic" aria-label="${text('searchTopic')}">
      <option value="">${text('searchAllTopics')}</option>
      ${topics.map((t) => {
        const { lang, dir } = voice(t.title, t.lang, texts);
        return html`<option value="${topicAnchor(t)}" lang="${lang}" dir="${dir}">${t.title}</option>`;
      })}
    </select>
    ${groups.map((group, at) => (group.values.length === 0 ? undefined : groupFilter(group, at, texts)))}
    <label><input type="checkbox" name="shared" value="yes" /> ${text('searchShared')}</label>
    <button type="reset">${text('searchClear')}</button>
    <output id="found" aria-live="polite"></output>
  </form>`;
}
