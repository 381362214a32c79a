/** Mutants that no test can convict because they change nothing that anybody could see, each with the reason. */
export const explained: Readonly<Record<string, string>> = {};
