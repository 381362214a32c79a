/** The colours of every page, in the light and in the dark. */

/** Text against its ground has a contrast of at least 4.5 (WCAG AA) in both schemes; a test computes it from these. `edge` outlines
 * what can be filled in (3 or more). */
export const SCHEMES = {
  light: {
    ground: '#f8f7f3',
    card: '#ffffff',
    ink: '#1d2126',
    soft: '#565e69',
    line: '#dfddd5',
    edge: '#83888f',
    link: '#174f86',
    mark: '#fdeeb5',
    yes: '#1a6f8a',
    no: '#b1541a',
  },
  dark: {
    ground: '#15181b',
    card: '#1d2125',
    ink: '#e7e9ec',
    soft: '#a7afb9',
    line: '#353b42',
    edge: '#767e88',
    link: '#8fc1f2',
    mark: '#4d4217',
    yes: '#5cb4d0',
    no: '#e5935a',
  },
} as const;

export const variables = (scheme: Readonly<Record<string, string>>): string =>
  Object.entries(scheme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
