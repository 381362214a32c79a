// By shape, not by `instanceof`: an error from another realm (Node's own, seen from inside a test runner) is no instance.

/** The system's error code (`ENOENT`, `EEXIST` …), or `undefined`. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}

/** What a thrown thing says. */
export function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return hasMessage && typeof error.message === 'string' ? error.message : String(error);
}
