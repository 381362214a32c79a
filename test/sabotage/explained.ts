/** Mutants that no test can convict because they change nothing that anybody could see, each with the reason. */
export const explained: Readonly<Record<string, string>> = {
  'acquire.lua:39 without "queued"': 'an empty queue gives the turn to who asks, too; the operand saves a look at it',
  'acquire.lua:58 the condition is always true':
    'who is in no queue is taken out of none; the condition saves three commands',
  'begin.lua:54 without "not revoking"':
    'a revoked lock is written again with the same text; the operand saves the write',
  'hand.lua:21 the condition is never true':
    'without waiters the queue is found empty; the condition saves looking at it',
  'record.lua:47 without "kept ~= starts"': 'the same counts are written again; the operand saves the write',
  'renew.lua:18 < becomes <=': 'a lease is set to what it is; the bound saves the write',
};
