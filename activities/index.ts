/** What the package exports as `pipeline-worker/activities`: the kit to write steps with, and the effect adapters. */
export * from './kit';
export { fileSink } from './effects/file';
export type { Fence, FileSink, WrittenFile } from './effects/file';
export { httpEffect } from './effects/http';
export type { HeaderValues, HttpApi, HttpDeps, HttpEffectDefinition, HttpRequest } from './effects/http';
export { StaleToken } from './kit/staleToken';
