import { createServer } from 'node:http';

/** Sends an answer, 200 unless it says otherwise. */
type Send = (body: object, status?: number) => void;

/** Serves JSON with Node's HTTP server alone, on the port that PORT names. A request without a body counts as `{}`. */
export function serveJson(answer: (body: object, send: Send, path: string) => void): void {
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body =
        chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as object);
      const send: Send = (content, status = 200) => {
        const text = JSON.stringify(content);
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        });
        response.end(text);
      };
      answer(body, send, request.url ?? '');
    });
  }).listen(Number(process.env.PORT), '127.0.0.1');
}
