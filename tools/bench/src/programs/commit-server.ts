/** The limit of durable writes: a bare `node:http` server that answers once the request's body is in SQLite, committed as the plane commits. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'libsql';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

const { file, answer } = optionsOf<{ file: string; answer: object }>();
const database = new Database(file);
for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL', 'cache_size = -16000']) {
  database.exec(`pragma ${pragma}`);
}
database.exec('create table body (id integer primary key, bytes blob not null)');
const insert = database.prepare('insert into body (bytes) values (?)');
const text = JSON.stringify(answer);
let waiting: ServerResponse[] = [];

const commit = (): void => {
  const answers = waiting;
  waiting = [];
  database.exec('commit');
  for (const response of answers) response.writeHead(200, { 'content-type': 'application/json' }).end(text);
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (waiting.length === 0) {
      database.exec('begin immediate');
      setImmediate(commit);
    }
    insert.run([Buffer.concat(chunks)]);
    waiting.push(response);
  });
});
server.listen(0, '127.0.0.1', () => serveParent({ ready: { port: (server.address() as AddressInfo).port } }));
