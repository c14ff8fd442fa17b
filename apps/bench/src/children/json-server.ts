import { createServer } from 'node:http';

/** Node's HTTP server alone: reads a JSON body, answers a JSON body. */
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
    const answer = JSON.stringify({ valid: false });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
