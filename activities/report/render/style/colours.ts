import { SCHEMES, variables } from '../../../../render/colours';
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

export const COLOURS = `
:root{color-scheme:light dark;${variables(SCHEMES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(SCHEMES.dark)}}}
${Object.entries(TOPIC_COLOURS)
  .map(([name, colour]) => `.c-${name}{--topic:${colour}}`)
  .join('\n')}
`;
