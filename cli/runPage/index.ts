/** `run.html`: one page that needs no network and no other file, for whoever has to know how a run went. */
import type { RunReport } from '../../client';
import { html } from '../../activities/report/render/escape';
import { about } from './about';
import { graphSection } from './graphSection';
import { header } from './header';
import { ledgerSection } from './ledgerSection';
import { POLICY, SCRIPT_ELEMENT, STYLE_ELEMENT } from './policy';
import { stepTable } from './stepTable';
import { timeline } from './timeline';
import { troubles } from './troubles';

/** Rendered from what `inspect` gives, and from nothing else. Every text of the run is escaped. */
export function renderRunPage(run: RunReport): string {
  const hasSteps = run.steps.length > 0;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${run.id}: ${run.status}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#run">Skip to the run</a>
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
            Everything here is what <code>inspect</code> told at ${run.inspectedAt}. Times are of Temporal's server and
            of the workers, in UTC.
          </p>
        </footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `.markup;
}
