/** What the package exports as `pipeline-worker/activities`: the kit to write steps with, and the effect adapters. */
export * from './kit';
export { fileSink } from './effects/file';
export type { Fence, FileSink, WrittenFile } from './effects/file';
export { httpEffect } from './effects/http';
export type { HeaderValues, HttpApi, HttpDeps, HttpEffectDefinition, HttpRequest } from './effects/http';
export { sqlEffect } from './effects/sql';
export type { PostgresEffectDefinition, SqlDeps, SqliteEffectDefinition } from './effects/sql';
export type { PgClient, PgPool, PgTransaction } from './effects/postgres';
export type { SqliteDatabase } from './effects/sqlite';
export { SQL_TABLES } from './effects/sqlTables';
export { s3Sink } from './effects/s3';
export type { S3Credentials, S3Options } from './effects/s3Store';
export { fileEffect, s3Effect } from './effects/sink';
export type { FileDeps, S3Deps, SinkEffectDefinition } from './effects/sink';
export { StaleToken } from './kit/staleToken';
