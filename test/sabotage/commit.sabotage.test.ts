import { sabotageScripts } from './scripts';

sabotageScripts('commit');
