/** Mutants that no test can convict because they change nothing that anybody could see, each with the reason. */
export const explained: Readonly<Record<string, string>> = {
  'begin.lua:53 without "not revoking"':
    'a lock that is revoked is written again with the same text; the operand saves the write',
};
