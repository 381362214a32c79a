/** Somebody's own workflows, with the pipelines among them. */
import { proxyActivities } from '@temporalio/workflow';

export * from '../../kit/defined/pipelines';

const { shout } = proxyActivities<{ shout(text: string): Promise<string> }>({ startToCloseTimeout: '10s' });
export const shouting = (text: string): Promise<string> => shout(text);
