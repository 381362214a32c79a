/**
 * The outside has seen a newer fencing token than this attempt's: a later attempt has written, and this one changed
 * nothing. Let it end the attempt. When no other attempt of the step lives, Redis has lost its token counter and its clock
 * is behind the one that made `seen`: set the clock right, then retry the step.
 */
export class StaleToken extends Error {
  override readonly name = 'StaleToken';

  constructor(
    readonly target: string,
    readonly offered: number,
    readonly seen: number,
  ) {
    super(
      `${target} refuses fencing token ${offered}: it has seen ${seen}, so a later attempt has written here. Nothing ` +
        'that a reader sees was changed. Let this attempt end; if no other one lives, Redis lost its token counter and ' +
        'its clock is behind: set the clock right, then retry the step.',
    );
  }
}
