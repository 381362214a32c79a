/**
 * Mutants of the TypeScript that no test can notice because they change nothing that anybody could see, each with the
 * reason. By their names, which hold the file, the function and the words that change, so they move with their lines.
 */
export const explained: Readonly<Record<string, string>> = {};
