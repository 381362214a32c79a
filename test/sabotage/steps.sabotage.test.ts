import { sabotageScripts } from './scripts';

sabotageScripts((script) => !['acquire', 'hand', 'renew'].includes(script));
