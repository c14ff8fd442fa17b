import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { sendStaticFile } from './send-static-file.js';
import type { StaticFile, StaticFiles } from './static-files.js';

const compress = promisify(gzip);
const compressible = /^(?:text\/|image\/svg)/;

/** Answers with a file of a folder, compressed for those who take that. */
export type FileSender = (
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
) => Promise<FastifyReply>;

/** Each file is compressed once, when it is first asked for. */
export function createFileSender(files: StaticFiles): FileSender {
  const compressed = new Map<string, Promise<StaticFile>>();
  return async (request, reply, name) => {
    const file = files(name);
    reply.header('vary', 'accept-encoding');
    if (file === undefined || !compressible.test(file.type) || !takesGzip(request)) {
      return sendStaticFile(request, reply, file);
    }
    const packed = compressed.get(name) ?? pack(file);
    compressed.set(name, packed);
    reply.header('content-encoding', 'gzip');
    return sendStaticFile(request, reply, await packed);
  };
}

/** Another representation of a file has another tag (RFC 9110 section 8.8.3.3). */
async function pack(file: StaticFile): Promise<StaticFile> {
  const bytes = await compress(file.bytes, { level: constants.Z_BEST_COMPRESSION });
  return { ...file, bytes, etag: file.etag.replace(/"$/, '-gzip"') };
}

function takesGzip({ headers }: FastifyRequest): boolean {
  const codings = (headers['accept-encoding'] ?? '').split(',');
  return codings.some((coding) => /^\s*gzip\s*(?:;\s*q=(?:1|0?\.\d*[1-9]\d*))?\s*$/.test(coding));
}
