/**
 * The two tables of SQL effects, in the database that they write to. An effect makes them where they are missing; where its user
 * may not, they are made from here beforehand.
 *
 *   pipeline_fences    the largest fencing token that has written to each resource
 *   pipeline_effects   what was answered, by step and key: committed with what was done, so that nothing is done twice
 */
export const SQL_TABLES = {
  postgres: [
    'create table if not exists pipeline_fences (resource text primary key, token bigint not null)',
    `create table if not exists pipeline_effects (step text not null, key text not null, answer text not null,
       done_at timestamptz not null default now(), primary key (step, key))`,
  ],
  sqlite: [
    'create table if not exists pipeline_fences (resource text primary key, token integer not null)',
    `create table if not exists pipeline_effects (step text not null, key text not null, answer text not null,
       done_at text not null default current_timestamp, primary key (step, key))`,
  ],
} as const;
