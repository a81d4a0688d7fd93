import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ContainerConnection } from './container-connection.ts';

describe('ContainerConnection', () => {
  const open: { server: Server; connection: ContainerConnection }[] = [];
  const connect = async (answer: RequestListener, answerMs?: number): Promise<ContainerConnection> => {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const connection = new ContainerConnection('c', port, answerMs === undefined ? {} : { answerMs });
    open.push({ server, connection });
    return connection;
  };
  afterEach(async () => {
    for (const { server, connection } of open.splice(0)) {
      await connection.close();
      server.closeAllConnections();
      server.close();
    }
  });
  const body = Buffer.from('{}');

  it('posts the body and gives status, headers and bytes back', async () => {
    const connection = await connect((req, res) => {
      res.writeHead(201, { 'Content-Type': 'text/plain', 'X-Path': `${req.method} ${req.url}` });
      req.pipe(res);
    });
    expect(await connection.invoke({ accept: 'text/plain' }, Buffer.from('hello'))).toMatchObject({
      status: 201,
      headers: { 'content-type': 'text/plain', 'x-path': 'POST /invocations' },
      body: Buffer.from('hello'),
    });
  });

  it('is idle once all answers are there', async () => {
    const waiting: (() => void)[] = [];
    const connection = await connect((_, res) => waiting.push(() => res.end()));
    await connection.idle();
    const answers = [connection.invoke({}, body), connection.invoke({}, body)];
    expect(connection.inFlight).toBe(2);
    let idle = false;
    const wait = connection.idle().then(() => (idle = true));
    while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
    waiting[0]!();
    await Promise.race(answers);
    expect(idle).toBe(false);
    waiting[1]!();
    await Promise.all([...answers, wait]);
    expect(connection.inFlight).toBe(0);
  });

  it('tells a connection that failed before an answer from one that broke within it', async () => {
    const before = await connect((req) => req.socket.destroy());
    await expect(before.invoke({}, body)).rejects.toMatchObject({ kind: 'unreachable' });
    const within = await connect((req, res) => {
      res.writeHead(200, { 'content-length': 10 });
      res.write('half', () => req.socket.destroy());
    });
    await expect(within.invoke({}, body)).rejects.toMatchObject({ kind: 'broken' });
    await expect(new ContainerConnection('none', 1).invoke({}, body)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('bounds the time and the size of an answer', async () => {
    const slow = await connect(() => undefined, 50);
    await expect(slow.invoke({}, body)).rejects.toMatchObject({ kind: 'timeout' });
    const large = await connect((_, res) => res.end(Buffer.alloc(6_291_457)));
    await expect(large.invoke({}, body)).rejects.toMatchObject({ kind: 'too-large' });
    expect(large.inFlight).toBe(0);
    const dribbling = await connect((_, res) => {
      const drops = setInterval(() => res.write('.'), 5);
      res.on('close', () => clearInterval(drops));
    }, 50);
    await expect(dribbling.invoke({}, body)).rejects.toMatchObject({ kind: 'timeout' });
  });
});
