/** Who waits for the same thing, or was cut off at the same moment, must not come back at the same moment. */

/** A wait for news is up to so much of it shorter: who came together does not poll together for ever. */
const EARLIER = 0.25;

/** Half to one and a half of a wait. @param random in [0, 1) */
export const spread = (waitMs: number, random: number): number => waitMs * (0.5 + random);

/** A wait that must not become longer: three quarters of it to the whole. @param random in [0, 1) */
export const sooner = (waitMs: number, random: number): number => waitMs * (1 - EARLIER * random);
