/** Addresses at which a package can be downloaded for ten minutes, signed by the plane. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PlaneServices } from '../../../service.ts';
import type { RequestFront } from '../../../wire/request-front.ts';
import { readPackage } from './code-files.ts';

const PREFIX = '/_aws/lambda/packages/';
const VALID_MS = 600_000;

/** A plane that starts anew makes new ones. */
const SECRET = randomBytes(32);

const signatureOf = (code: string, expires: string): Buffer =>
  createHmac('sha256', SECRET).update(`${code}/${expires}`).digest();

/** Good by wall time, as presigned URLs are. */
export const packageLink = (plane: PlaneServices, code: string): string => {
  const expires = String(plane.clock.wall() + VALID_MS);
  return `${plane.url}${PREFIX}${code}?expires=${expires}&signature=${signatureOf(code, expires).toString('hex')}`;
};

export const packageFront = (plane: PlaneServices): RequestFront => ({
  ownsHost: () => false,
  ownsPath: (path) => path.startsWith(PREFIX),
  serve: async (req, res, { path, query }) => {
    req.resume();
    const code = path.slice(PREFIX.length);
    const given = new URLSearchParams(query);
    const expires = given.get('expires') ?? '';
    const signature = Buffer.from(given.get('signature') ?? '', 'hex');
    const wanted = signatureOf(code, expires);
    const valid = signature.length === wanted.length && timingSafeEqual(signature, wanted);
    if (req.method !== 'GET' || !valid || Number(expires) < plane.clock.wall()) {
      res.writeHead(403, { 'Content-Type': 'application/json' });
      res.end(JSON.stringify({ message: 'Request has expired or is not signed.' }));
      return;
    }
    const bytes = await readPackage(plane.dir, code).catch(() => undefined);
    if (!bytes) {
      res.writeHead(404).end();
      return;
    }
    res.writeHead(200, { 'Content-Type': 'application/zip', 'Content-Length': bytes.length }).end(bytes);
  },
  close: () => Promise.resolve(),
});
