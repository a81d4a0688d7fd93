/** A serving image for specs: a small HTTP server that answers with what its model archive says. */

/** `name.txt` of the archive is its answer; an archive with `broken.txt` ends at once, as a model that does not load does. */
const PROGRAM = `
const { createServer } = require('node:http');
const { existsSync, readFileSync } = require('node:fs');
const model = (process.env.GRADUS_OPT_ML || '/opt/ml') + '/model/';
if (existsSync(model + 'broken.txt')) { console.log('the model does not load'); process.exit(1); }
const name = readFileSync(model + 'name.txt', 'utf8');
const server = createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    response.writeHead(body === '"refuse"' ? 418 : 200, { 'content-type': 'application/json' });
    setTimeout(() => response.end(JSON.stringify({ model: name, asked: JSON.parse(body) })), 5);
  });
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;

export const SERVING_IMAGE = 'spec/films:1';

export const servingRule = {
  pattern: /^spec\/films:1$/,
  runtime: { name: 'spec films', argv: { serve: [process.execPath, '-e', PROGRAM] } },
};
