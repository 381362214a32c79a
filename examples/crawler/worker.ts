/** `npm run worker`. DATABASE is a file of SQLite, BUCKET a folder of a bucket (`s3://bucket/folder`); AWS_* as everywhere. */
import Database from 'libsql';
import { s3Sink } from 'pipeline-worker/activities';
import { createWorker } from 'pipeline-worker/worker';
import { webSteps } from './steps';

const db = new Database(process.env['DATABASE'] ?? 'articles.db', { timeout: 5000 });
db.exec('create table if not exists articles (url text primary key, title text)');
const deps = { db, s3: s3Sink(process.env['BUCKET'] ?? 's3://articles') };
const worker = createWorker({ pipelines: require.resolve('./pipelines'), steps: [webSteps], deps });
void worker.then((it) => it.run());
