/** Whose attempt holds or asks for a lock, as it stands in the lock and in the record: `<namespace>/<run>/<execution>/<activity>`. */
export interface Scope {
  /** Temporal's workflow id. Only here slashes of its own may stand. */
  readonly run: string;
  /** Temporal's run id. */
  readonly execution: string;
  readonly activity: string;
}

export const scopeOf = (namespace: string, { run, execution, activity }: Scope): string =>
  [namespace, run, execution, activity].join('/');

/** Undefined for what is none: a program that uses the locks alone writes what it likes. */
export function readScope(scope: string): Scope | undefined {
  const parts = scope.split('/');
  const [activity, execution] = parts.toReversed();
  if (parts.length < 4 || activity === undefined || execution === undefined) return undefined;
  return { run: parts.slice(1, -2).join('/'), execution, activity };
}
