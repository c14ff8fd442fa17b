import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { fail, type Failure } from '../problems.js';
import type { App } from './app.js';
import { limits } from './limits.js';
import { parseBody, type JsonBody } from './parse-body.js';
import { sendProblem } from './send-problem.js';

const jsonTypes = /^(?:application\/json|text\/json|application\/[\w!#$&^.+-]+\+json)\s*(?:;|$)/i;

/**
 * Reads request bodies by our own rules. A body that cannot be read is remembered rather than thrown, as a thrown error would close the
 * connection before its sender has read why.
 */
export function readBodies(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(jsonTypes, readJson);
  app.addHook('preParsing', (request, reply, _payload, done) => {
    const fault = findCodingFault(request);
    if (fault === undefined) done();
    else sendProblem(request, reply, fault);
  });
  app.addHook('preValidation', (request, reply, done) => {
    if (request.bodyFault === undefined) done();
    else sendProblem(request, reply, request.bodyFault);
  });
}

/** Compression could hide a body of any size, and any other charset a body of any meaning. */
function findCodingFault({ headers }: FastifyRequest): Failure | undefined {
  if (headers['content-encoding'] !== undefined)
    return fail('unsupported_media_type', 'Send the body without a Content-Encoding.');
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  return charset === undefined || charset.toLowerCase() === 'utf-8'
    ? undefined
    : fail('unsupported_media_type', 'Send the body in UTF-8.');
}

async function readJson(request: FastifyRequest, payload: Readable): Promise<JsonBody | undefined> {
  const bytes = await readBytes(payload);
  if (bytes === undefined) {
    const most = String(limits.bodyBytes);
    request.bodyFault = fail('payload_too_large', `Send at most ${most} bytes.`);
    return undefined;
  }
  request.rawBody = bytes;
  if (bytes.length === 0) return undefined;
  const parsing = parseBody(bytes);
  if (parsing.ok) return parsing.value;
  request.bodyFault = parsing;
  return undefined;
}

/** All bytes, or `undefined` as soon as there are too many; the rest is read and dropped, up to a limit. */
function readBytes(payload: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limits.bodyBytes) chunks.push(chunk);
      else resolve(undefined);
      if (length > limits.discardedBytes) payload.destroy();
    });
    payload.on('end', () => resolve(Buffer.concat(chunks)));
    payload.on('error', reject);
  });
}
