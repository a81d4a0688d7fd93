/** Sends one request made in advance and reads its answer's JSON. */
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** @throws Error when the answer is not 200 */
export const fetchRaw = async <Answer>(port: number, request: string): Promise<Answer> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.write(Buffer.from(request.replace('\r\n', '\r\nconnection: close\r\n'), 'latin1'));
  const answer = (await buffer(socket)).toString();
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(answer.slice(0, 600));
  // Some operations answer nothing at all.
  return JSON.parse(body || '{}') as Answer;
};
