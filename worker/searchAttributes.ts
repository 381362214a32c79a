import type { NativeConnection } from '@temporalio/worker';

const UNIMPLEMENTED = 12;

/** Names registered in the namespace. A server without the operator service (the time-skipping one) has none. */
export async function customSearchAttributes(
  connection: NativeConnection,
  namespace: string,
): Promise<readonly string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.keys(customAttributes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIMPLEMENTED) return [];
    throw error;
  }
}
