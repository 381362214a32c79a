/**
 * The door for updates. Whatever a message holds, and whatever its check or its handler throws, that one message is refused
 * and the run goes on: an error that left a handler would fail the workflow task for ever.
 */
import { refusal, refused } from './failure';
import type { Kernel } from './kernel';
import { Unreadable } from './payloadConverter';
import { Misshapen, messages, shaped } from './shapes';

interface Told<A> {
  readonly description: string;
  /** Throws a refusal when the message is impossible now. Changes nothing. */
  readonly mustBe?: (argument: A) => void;
  /**
   * Throws a refusal of what a schema of the author's does not take. Asked before the message is accepted, and never again: the schema of
   * a later release does not undo what was told.
   */
  readonly mustFit?: (argument: A) => void;
  readonly act: (argument: A) => Promise<void> | undefined;
}

/** Handles the update `name` by its shape. `Argument` is what that shape lets through. */
export function onUpdate<Argument>(
  kernel: Kernel,
  { name }: { readonly name: string },
  { description, mustBe, mustFit, act }: Told<Argument>,
): void {
  const read = (given: readonly unknown[]): Argument => {
    if (!isMessage(name)) throw new Error(`impossible: ${name} has no shape`);
    if (given.length > 1) throw new Misshapen(`${name} takes one argument, not ${given.length}`);
    if (given[0] instanceof Unreadable) throw new Misshapen(`the argument of ${name} cannot be read: ${given[0].why}`);
    return shaped(name, messages[name], given[0]) as Argument;
  };
  const check = (given: readonly unknown[]): Argument => {
    if (kernel.hasEnded) throw refused('RunEnded', `the run has ended (${kernel.progress().status})`);
    const argument = read(given);
    mustBe?.(argument);
    return argument;
  };
  const refuse = (error: unknown): never => {
    throw refusal(name, error);
  };
  kernel.sdk.onUpdate({
    name,
    description,
    check(given) {
      try {
        mustFit?.(check(given));
      } catch (error) {
        refuse(error);
      }
    },
    act(given) {
      try {
        const argument = check(given);
        // What undoes a cancelled run is steered like any other.
        const acting = kernel.isUndoing ? kernel.sdk.shielded(async () => act(argument)) : act(argument);
        return acting?.catch(refuse);
      } catch (error) {
        return refuse(error);
      }
    },
  });
}

const isMessage = (name: string): name is keyof typeof messages => Object.hasOwn(messages, name);
