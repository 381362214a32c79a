/** The workflows that the worker bundles. */
export { reportPipeline } from './report';
