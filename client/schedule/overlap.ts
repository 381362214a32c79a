/** What may become of a time at which the run before still goes on. By itself: the help of the command line needs no SDK. */

/** Temporal's own names, so that its docs hold. */
export const overlaps = ['SKIP', 'BUFFER_ONE', 'BUFFER_ALL', 'CANCEL_OTHER', 'TERMINATE_OTHER', 'ALLOW_ALL'] as const;
export type Overlap = (typeof overlaps)[number];
