/** `run.html`: one page that needs no network and no other file, for whoever has to know how a run went. */
import type { RunReport } from '../../client';
import { documentOf } from '../../render/document';
import { html } from '../../render/escape';
import { about } from './about';
import { graphSection } from './graphSection';
import { header } from './header';
import { ledgerSection } from './ledgerSection';
import { SCRIPT } from './script';
import { stepTable } from './stepTable';
import { STYLE } from './style';
import { timeline } from './timeline';
import { troubles } from './troubles';

/** Rendered from what `inspect` gives, and from nothing else. Every text of the run is escaped. */
export function renderRunPage(run: RunReport): string {
  const hasSteps = run.steps.length > 0;
  const body = html`<a class="skip" href="#run">Skip to the run</a>
    ${header(run)}
    <main id="run" tabindex="-1">
      ${
        hasSteps
          ? html`${timeline(run)} ${graphSection(run)} ${stepTable(run)} ${troubles(run)}`
          : html`<p class="note">No step has begun yet.</p>`
      }
      ${about(run)} ${ledgerSection(run)}
    </main>
    <footer>
      <p>
        Everything here is what <code>inspect</code> told at ${run.inspectedAt}. Times are of Temporal's server and of
        the workers, in UTC.
      </p>
    </footer>`;
  const title = `${run.id}: ${run.status}`;
  return documentOf({ language: 'en', title, style: STYLE, script: SCRIPT, body }).markup;
}
