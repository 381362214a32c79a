/** Starts a run, or joins the one of this id, and waits for its end: `npm start -- ID TEXT`. */
import { connect } from 'pipeline-worker/client';
import { firstPipeline } from './pipelines';

async function main([id = 'first', text = 'good morning\nand a good night to you']: string[]): Promise<void> {
  const client = await connect();
  const { handle } = await client.start(firstPipeline, { text, file: `${id}.txt` }, { id });
  const { status, result, error } = await handle.result();
  console.log(JSON.stringify({ id, status, result, error }));
  process.exitCode = status === 'ok' ? 0 : 1;
  await client.close();
}

void main(process.argv.slice(2));
