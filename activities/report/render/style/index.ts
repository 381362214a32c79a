import { CARDS } from './cards';
import { COLOURS } from './colours';
import { LAYOUT } from './layout';
import { PRINT } from './print';
import { TABLES } from './tables';
import { TOOLS } from './tools';

export { TOPIC_COLOURS } from './colours';

/** Later parts win over earlier ones; print comes last. */
export const STYLE = COLOURS + LAYOUT + CARDS + TABLES + TOOLS + PRINT;
