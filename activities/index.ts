/** What the package exports as `pipeline-worker/activities`: what steps are written with, and the effects as parts. */
export { ApplicationFailure } from '@temporalio/common';
export { DefinitionInvalid } from './kit/authoring/definitions';
export { stepSet, stepsFor } from './kit/authoring/define';
export type {
  EffectContext,
  EffectDefinition,
  InlineOutput,
  ItemContext,
  KeyedDefinition,
  Logger,
  MapDefinition,
  OnceOptions,
  PaidCall,
  PlainDefinition,
  QuietDefinition,
  QuietEffectDefinition,
  QuietMapDefinition,
  ReplacingDefinition,
  StepContext,
} from './kit/authoring/define';
export { mapped, ref } from './kit/authoring/fields';
export { nonRetryable } from './kit/authoring/ownFailure';
export { StaleToken } from './kit/authoring/staleToken';
export { Stored, stored } from './kit/content/stored';
export type {
  AnyStepSet,
  Data,
  DepsOf,
  Duration,
  Fields,
  Json,
  JsonSchema,
  MapCounts,
  MapEntry,
  Mapped,
  MappedField,
  MapStep,
  Output,
  Ref,
  RefField,
  Returned,
  Step,
  StepSet,
  WireInput,
  WireOutput,
} from './kit/contract';
export { fileSink } from './effects/file';
export type { Fence, FileSink, WrittenFile } from './effects/file';
export { httpEffect } from './effects/http';
export type {
  HeaderValues,
  HttpApi,
  HttpDeps,
  HttpEffectDefinition,
  HttpRequest,
  QuietHttpEffectDefinition,
} from './effects/http';
export { sqlEffect } from './effects/sql';
export type { PostgresEffectDefinition, SqlDeps, SqliteEffectDefinition } from './effects/sql';
export type { PgClient, PgPool, PgTransaction } from './effects/postgres';
export type { SqliteDatabase, SqliteStatement } from './effects/sqlite';
export { SQL_TABLES } from './effects/sqlTables';
export { s3Sink } from './effects/s3';
export type { S3Credentials, S3Options } from './effects/s3Store';
export { fileEffect, s3Effect } from './effects/sink';
export type { FileDeps, S3Deps, SinkEffectDefinition } from './effects/sink';
