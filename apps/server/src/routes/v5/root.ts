import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { describeOperation } from '../../http/operation.js';
import { version } from '../../version.js';
import { v5Paths } from './paths.js';

/** Operation 0: which program this is. */
export function addRoot(app: App): void {
  const schema = describeOperation({
    id: 'root',
    tag: 'Server',
    summary: 'Name and version of this server',
    isOpen: true,
    mediaType: 'text/plain',
    answer: Type.String({ examples: [`Licet ${version}`] }),
  });
  app.get(v5Paths.root, { schema, config: { scope: 'none' } }, (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(`Licet ${version}`),
  );
}
