import { sabotageScripts } from './scripts';

sabotageScripts('acquire');
