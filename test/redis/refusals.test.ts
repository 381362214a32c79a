import { RedisRefused } from '../../redis/errors';

const SHA = 'b7a2ed450097cac0233853210407979e88543299';
const OOM = "OOM command not allowed when used memory > 'maxmemory'.";

it.each([
  OOM,
  `${OOM} script: ${SHA}, on @user_script:7.`,
  `ERR Error running script (call to f_${SHA}): @user_script:7: @user_script: 7: -${OOM}`,
])('what a command is refused for is said in the words of Redis, inside a script as outside of one: %s', (refusal) => {
  const { message } = new RedisRefused('Storing a blob', 'redis://there', new Error(refusal));
  expect(message).toBe(
    "Storing a blob failed at Redis redis://there: OOM command not allowed when used memory > 'maxmemory'. Its memory is " +
      'full: raise maxmemory, or lower PIPELINE_STATE_TTL_SECONDS and PIPELINE_CACHE_TTL_SECONDS. Work goes on when it has room.',
  );
});
