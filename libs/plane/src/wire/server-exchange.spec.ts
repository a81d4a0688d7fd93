import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../models/service-model.ts';
import { defineService } from '../service.ts';
import { withPlane } from '../testing/index.ts';
import { AwsError } from './aws-error.ts';
import { signRequest } from './sigv4-sign.ts';

const http = { method: 'POST', requestUri: '/' };
const model: ServiceModel = {
  ...{ id: 'shelf', signingName: 'shelf', endpointPrefix: 'shelf', serviceId: 'Shelf', apiVersion: '2025-01-01' },
  ...{ protocols: ['json'], targetPrefix: 'Shelf', jsonVersion: '1.1' },
  operations: { PutBook: { http }, TakePlace: { http } },
  unanswered: {},
  shapes: {},
};

/** Books whose author nobody knows: visible at once, and undone by the commit. */
const shelf = defineService({
  model,
  schema: [
    'pragma foreign_keys = on',
    'create table if not exists author (id text primary key)',
    'create table if not exists book (author text references author (id) deferrable initially deferred)',
  ],
  handlers: {
    PutBook: (_input, { plane }) => {
      plane.store.run("insert into book values ('nobody')");
      return {};
    },
    TakePlace: (_input, { plane }) => {
      if (plane.store.get('select 1 from book')) throw new AwsError('Taken', 400, 'A book stands there.');
      return {};
    },
  },
});

describe('an answer', () => {
  const faults: object[] = [];
  const plane = withPlane({
    services: [shelf],
    log: { info: () => undefined, error: (fields) => faults.push(fields) },
  });
  const request = (operation: string): string => {
    const headers = signRequest(
      {
        ...{ method: 'POST', path: '/', body: '{}' },
        headers: {
          host: new URL(plane.url).host,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Shelf.${operation}`,
        },
      },
      plane.accounts[0]!,
      { region: 'us-east-1', service: 'shelf' },
    );
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST / HTTP/1.1\r\n${lines.join('')}content-length: 2\r\n\r\n{}`;
  };

  it('that refuses because of a write waits until that write is durable', async () => {
    const socket = connect(plane.plane.port, '127.0.0.1');
    await once(socket, 'connect');
    // In one piece, so that all three meet in one turn, before the commit that fails.
    socket.end(['PutBook', 'TakePlace', 'TakePlace'].map(request).join(''));
    const statuses = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['500', '500', '500']);
    expect(faults.map((fault) => 'code' in fault && fault.code)).toEqual(Array(3).fill('SQLITE_CONSTRAINT_FOREIGNKEY'));
  });
});
