/** The report's workflow, bundled by the build, beside this file. */
export const BUNDLE = 'workflows.bundle.js';
