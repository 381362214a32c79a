import { sabotageScripts } from './scripts';

sabotageScripts('others');
