import { sabotageScripts } from './scripts';

sabotageScripts('begin');
