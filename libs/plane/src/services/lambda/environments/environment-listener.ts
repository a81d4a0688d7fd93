/** Where execution environments call the plane: one loopback port, each with a token that is good once. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { encodeFrame, frameReader, type EnvironmentMessage, type InvokeMessage } from './frame.ts';

/** An environment's connection. */
export interface EnvironmentLink {
  send(head: InvokeMessage, payload: Uint8Array): void;
  close(): void;
}

export interface EnvironmentEvents {
  onLink(link: EnvironmentLink): void;
  onMessage(message: EnvironmentMessage, payload: Buffer): void;
  /** After everything that it sent. */
  onClose(): void;
}

export class EnvironmentListener {
  readonly #expected = new Map<string, EnvironmentEvents>();
  #server: Promise<Server> | undefined;

  /** The port; listens from the first call on. */
  async port(): Promise<number> {
    this.#server ??= this.#listen();
    return ((await this.#server).address() as AddressInfo).port;
  }

  /** Hands the connection that shows `token` to `events`. */
  expect(token: string, events: EnvironmentEvents): void {
    this.#expected.set(token, events);
  }

  forget(token: string): void {
    this.#expected.delete(token);
  }

  async close(): Promise<void> {
    const server = await this.#server?.catch(() => undefined);
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  #listen(): Promise<Server> {
    const server = createServer({ noDelay: true }, (socket) => this.#take(socket));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    });
  }

  #take(socket: Socket): void {
    let events: EnvironmentEvents | undefined;
    const read = frameReader((message, payload) => {
      if (events) {
        events.onMessage(message, payload);
        return;
      }
      events = message.type === 'hello' ? this.#expected.get(message.token) : undefined;
      if (!events || message.type !== 'hello') {
        socket.destroy();
        return;
      }
      this.#expected.delete(message.token);
      events.onLink({
        send: (head, body) => socket.write(encodeFrame(head, body)),
        close: () => socket.destroy(),
      });
    });
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch {
        socket.destroy(); // what speaks otherwise is no runtime of ours
      }
    });
    socket.on('error', () => undefined); // its close follows
    socket.on('close', () => events?.onClose());
  }
}
