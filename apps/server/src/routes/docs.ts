import type { App } from '../http/app.js';
import { sendPage } from '../http/send-page.js';
import { sendStaticFile } from '../http/send-static-file.js';
import { openStaticFiles } from '../http/static-files.js';
import { staticFolder } from '../static-folder.js';

/** `/docs`: the OpenAPI document for people, for everybody. All of it comes from this server. */
export function addDocs(app: App): void {
  const files = openStaticFiles(new URL('docs/', staticFolder));
  const options = { schema: { hide: true }, config: { scope: 'none' } } as const;
  app.get('/docs', options, (request, reply) => {
    const page = files('index.html');
    return page === undefined ? sendStaticFile(request, reply, page) : sendPage(reply, page.bytes);
  });
  // Addresses in the page count from /docs.
  app.get('/docs/', options, (_request, reply) => reply.redirect('../docs', 308));
  app.get<{ Params: { file: string } }>('/docs/:file', options, (request, reply) =>
    sendStaticFile(request, reply, files(request.params.file)),
  );
}
