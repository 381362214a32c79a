import { SCHEMES, variables } from '../../../render/colours';
import { CHART } from './chart';
import { LAYOUT } from './layout';
import { TABLES } from './tables';

/** Of states. As text on the ground and on a card their contrast is at least 4.5 (WCAG AA) in both schemes. */
export const TONES = {
  light: { good: '#1c6b3c', bad: '#b3261e', warn: '#8a5200', calm: '#174f86' },
  dark: { good: '#6fce96', bad: '#ff9a91', warn: '#e9b44c', calm: '#8fc1f2' },
} as const;

const light = `${variables(SCHEMES.light)};${variables(TONES.light)}`;
const dark = `${variables(SCHEMES.dark)};${variables(TONES.dark)}`;

const PRINT = `
@media print{
:root{color-scheme:light;${light};--ground:#ffffff}
.skip,.filter,#more{display:none!important}
html{font-size:9pt}
body>header,main,body>footer{max-width:none;padding-left:0;padding-right:0}
.scroll{overflow:visible}
.lane,tr,.notice{break-inside:avoid}
h2{break-after:avoid}
svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

export const STYLE = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
${LAYOUT}${CHART}${TABLES}${PRINT}`;
