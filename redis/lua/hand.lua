-- hand: gives a resource lock back.
-- KEYS[1]  R, the lock
-- ARGV[1]  owner
-- ARGV[2]  channel on which waiters are woken
-- Replies  {released} | {none} the lock is not the caller's
-- Holds    needs no memory, so it passes when memory is full. A repeated call is `none`.
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return { 'none' }
end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], 'released')
return { 'released' }
