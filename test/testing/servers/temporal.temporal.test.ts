import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { identify, isRunning } from '../../../testing/servers/identity';
import { findStack, startStack } from '../../../testing/servers/stack';
import { startTemporal } from '../../../testing/servers/temporal';
import { startTimeSkipping } from '../../../testing/servers/timeSkipping';
import { ownCache } from './folder';
import { connectionTo } from '../../support/temporal';

const cache = ownCache({ sharesPrograms: true });

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await connectionTo(address);
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

test('a started dev server takes workflows, knows the registered search attributes, and is gone after stop', async () => {
  const temporal = await startTemporal({ searchAttributes: { Step: 'Keyword' } });
  const identity = identify(temporal.pid ?? 0);
  await withClient(temporal.address, async (client) => {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toContain('Step');
    const handle = await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'one' });
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });
  await temporal.stop();
  expect(isRunning(identity)).toBe(false);
});

test('with ui, the Web UI answers', async () => {
  const temporal = await startTemporal({ ui: true });
  const page = await fetch(`${temporal.uiUrl}/`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
  await temporal.stop();
});

test('the time-skipping server answers and is gone after stop', async () => {
  const server = await startTimeSkipping();
  const identity = identify(server.pid);
  const version = await withClient(server.address, (client) => client.workflowService.getSystemInfo({}));
  expect(version.capabilities).toBeDefined();
  await server.stop();
  expect(isRunning(identity)).toBe(false);
});

test('a stack is found while it lives, keeps its runs over a restart, and is found no more after stop', async () => {
  const dir = join(cache, 'stack');
  const first = await startStack({ dir, searchAttributes: { Step: 'Keyword' } });
  const { temporalAddress, redisUrl } = first;
  expect(await findStack()).toEqual({ temporalAddress, redisUrl, lasting: false });
  await expect(startStack({ dir })).rejects.toThrow(`is in use by the servers of process ${process.pid}`);
  await withClient(first.temporalAddress, (client) =>
    client.workflow.start('anything', { taskQueue: 'nobody', workflowId: 'kept' }),
  );
  await first.stop();
  expect(await findStack()).toBeUndefined();
  const second = await startStack({ dir, searchAttributes: { Step: 'Keyword' } });
  const status = await withClient(second.temporalAddress, async (client) =>
    client.workflow.getHandle('kept').describe(),
  );
  expect(status.status.name).toBe('RUNNING');
  await second.stop();
  expect(existsSync(join(cache, 'stack.json'))).toBe(false);
});

test('when one server of a stack cannot be had, the other is stopped again and the error says why', async () => {
  process.env['TEMPORAL_CLI_PATH'] = '/bin/false';
  try {
    await expect(startStack()).rejects.toThrow('/bin/false server start-dev');
  } finally {
    delete process.env['TEMPORAL_CLI_PATH'];
  }
  expect(readdirSync(join(cache, 'servers'))).toEqual([]);
});
