import { limits } from '../../../redis';
import { acquire, emptyResource, hand, renewResource } from '../spec';
import type { Answer, Now, ResourceState } from '../spec';
import type { Resource, Server } from './server';

/** As `resourceLock.ts` sends it: a waiter not seen for two polls is dead, and a grant lives no longer. */
const windowMs = 2 * limits.waiterPollMs;

/** The specification of the resource scripts, to be asked like a ResourceLock. */
export function specResource(now: () => Now): Pick<Server, 'resource' | 'backup'> {
  let state = emptyResource;
  const call = <Args, Reply>(
    script: (state: ResourceState, now: Now, args: Args) => Answer<ResourceState, Reply>,
    args: Args,
  ): Promise<Reply> => {
    const answer = script(state, now(), args);
    state = answer.state;
    return Promise.resolve(answer.reply);
  };
  const resource: Resource = {
    ask: ({ owner, leaseMs, floor = 0, ticket = 0, queue = true }) =>
      call(acquire, { owner, leaseMs, floor, ticket, nowait: !queue, windowMs }),
    renew: (lock) => call(renewResource, lock),
    hand: ({ owner }) => call(hand, { owner, windowMs, grantMs: windowMs }),
  };
  const backup = () => {
    const kept = state;
    return () => void (state = kept);
  };
  return { resource, backup };
}
