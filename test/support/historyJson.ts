/**
 * Histories as JSON and back, as `temporal workflow show --output json` writes them: recorded histories are made and read
 * with it. The SDK has it in a file of its `lib/` only, and nowhere else.
 */
export { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
