import type { TopicColor } from '../../report-schema';

/**
 * Middle tones: they mark topics by a dot or a line in the light and in the dark, with a contrast of at least 3 to the ground (WCAG 1.4.11), and
 * never carry text. `other` is for the topics after those that have a colour of their own.
 */
export const TOPIC_COLOURS: Readonly<Record<TopicColor | 'other', string>> = {
  violet: '#7459c4',
  blueSea: '#1f7a99',
  blueSky: '#4594d6',
  greenLeaf: '#43924a',
  greenLime: '#768f0f',
  yellow: '#b58200',
  red: '#cc4b40',
  purple: '#a2479f',
  brown: '#93633b',
  other: '#7b818a',
};

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

export const COLOURS = `
:root{color-scheme:light dark;${variables(SCHEMES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(SCHEMES.dark)}}}
${Object.entries(TOPIC_COLOURS)
  .map(([name, colour]) => `.c-${name}{--topic:${colour}}`)
  .join('\n')}
`;
