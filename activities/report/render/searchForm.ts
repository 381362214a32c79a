import type { ReportTopic } from '../report-schema';
import { html, type Html } from './escape';
import { TEXTS } from './texts';
import { topicAnchor } from './topicSection';

/** Search and filters. Hidden until the script shows it: without one it could do nothing. */
export function searchForm(topics: readonly ReportTopic[]): Html {
  const { label, hint, topic, allTopics, shared, clear, found, none } = TEXTS.search;
  return html`<form class="search" id="search" role="search" hidden data-found="${found}" data-none="${none}">
    <input type="search" name="q" aria-label="${label}" placeholder="${hint}" autocomplete="off" spellcheck="false" />
    <select name="topic" aria-label="${topic}">
      <option value="">${allTopics}</option>
      ${topics.map((t) => html`<option value="${topicAnchor(t)}">${t.title}</option>`)}
    </select>
    <label><input type="checkbox" name="shared" value="yes" /> ${shared}</label>
    <button type="reset">${clear}</button>
    <output id="found" aria-live="polite"></output>
  </form>`;
}
