/** The ZeroMQ sockets of one kernel session: requests on shell and control, and everything that it publishes on iopub. */
import { randomUUID } from 'node:crypto';
import type { Dealer, Subscriber } from 'zeromq';
import type { ConnectionFile } from './connection.ts';
import { decodeMessage, encodeRequest, type Json, type KernelMessage } from './wire.ts';

export interface Sent {
  readonly id: string;
  readonly reply: Promise<Json>;
}

export interface Channels {
  /** Sends a request; `reply` is the content of its reply and stays pending while none comes. */
  request(channel: 'shell' | 'control', type: string, content: Json): Sent;
  /** Closes the sockets; what is pending stays so. */
  close(): void;
}

export interface ChannelListener {
  published(message: KernelMessage): void;
  /** A message that breaks the protocol, or a socket that fails: nothing more can be trusted. */
  failed(error: unknown): void;
}

/** Connects to a kernel, before or after it listens. */
export const openChannels = async (file: ConnectionFile, listener: ChannelListener): Promise<Channels> => {
  const zmq = await import('zeromq');
  const session = randomUUID();
  const replies = new Map<string, (content: Json) => void>();
  const address = (port: number) => `${file.transport}://${file.ip}:${port}`;
  let open = true;

  const receive = async (socket: Dealer | Subscriber, take: (message: KernelMessage) => void) => {
    try {
      for await (const frames of socket) take(decodeMessage(file.key, frames));
    } catch (error) {
      if (open) listener.failed(error);
    }
  };
  const answered = (message: KernelMessage) => {
    const resolve = replies.get(message.parentId ?? '');
    if (!resolve) return;
    replies.delete(message.parentId!);
    resolve(message.content);
  };

  // A kernel that prints faster than we read must not lose lines: no high water mark.
  const options = { linger: 0, reconnectInterval: 20, receiveHighWaterMark: 0, sendHighWaterMark: 0 };
  const shell = new zmq.Dealer({ ...options, routingId: session });
  const control = new zmq.Dealer({ ...options, routingId: session });
  const iopub = new zmq.Subscriber({ linger: 0, reconnectInterval: 20, receiveHighWaterMark: 0 });
  iopub.subscribe();
  shell.connect(address(file.shell_port));
  control.connect(address(file.control_port));
  iopub.connect(address(file.iopub_port));
  void receive(shell, answered);
  void receive(control, answered);
  void receive(iopub, (message) => listener.published(message));

  return {
    request(channel, type, content) {
      const { id, frames } = encodeRequest(file.key, session, type, content);
      const reply = new Promise<Json>((resolve) => replies.set(id, resolve));
      (channel === 'shell' ? shell : control).send(frames).catch((error: unknown) => {
        if (open) listener.failed(error);
      });
      return { id, reply };
    },
    close() {
      if (!open) return;
      open = false;
      for (const socket of [shell, control, iopub]) socket.close();
    },
  };
};
