import type { ReportTopic } from '../report-schema';
import { html, type Html } from './escape';
import type { Texts } from './texts/index';
import { topicAnchor } from './topicSection';

/** Search and filters. Hidden until the script shows it: without one it could do nothing. */
export function searchForm(topics: readonly ReportTopic[], { text }: Texts): Html {
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
      ${topics.map((t) => html`<option value="${topicAnchor(t)}">${t.title}</option>`)}
    </select>
    <label><input type="checkbox" name="shared" value="yes" /> ${text('searchShared')}</label>
    <button type="reset">${text('searchClear')}</button>
    <output id="found" aria-live="polite"></output>
  </form>`;
}
