import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** Colours for what goes to this stream: `NO_COLOR` and `FORCE_COLOR` decide, else whether it is a terminal. */
export function colorsFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Colors {
  if (env['NO_COLOR']) return pc.createColors(false);
  return pc.createColors(Boolean(env['FORCE_COLOR']) || (stream.isTTY === true && env['TERM'] !== 'dumb'));
}
