/**
 * What a worker bundles: the author's workflows, and an answer for a workflow type that is none of them. That fails the
 * workflow task, not the run, which goes on as soon as a worker has such a pipeline. CommonJS, because what is exported is
 * known only when it runs.
 */
const { workflowInfo } = require('@temporalio/workflow') as {
  readonly workflowInfo: () => { readonly workflowType: string };
};

/** Put here by the bundler (worker/bundle.ts). */
const authors = require('__pipelines') as Readonly<Record<string, unknown>>;

function unknownType(): never {
  const known = Object.keys(authors).filter((name) => name !== 'default' && typeof authors[name] === 'function');
  throw new TypeError(
    `this worker has no pipeline ${JSON.stringify(workflowInfo().workflowType)}; it has: ${known.toSorted().join(', ')}`,
  );
}

/** Temporal calls the default export for every type that is not exported; an author may have one of his own. */
export = { ...authors, default: typeof authors['default'] === 'function' ? authors['default'] : unknownType };
