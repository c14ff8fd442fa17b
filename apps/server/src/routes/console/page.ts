import type { App } from '../../http/app.js';
import { createFileSender } from '../../http/compressed.js';
import { sendPage } from '../../http/send-page.js';
import { openStaticFiles } from '../../http/static-files.js';
import { staticFolder } from '../../static-folder.js';
import { consolePaths } from './paths.js';

/** `/console/`: the page, for everybody; it asks who it is. All addresses in it count from here, so that a proxy may put the server anywhere. */
export function addConsolePage(app: App): void {
  const page = openStaticFiles(new URL('console/', staticFolder))('index.html');
  if (page === undefined) throw new Error('The console is not built.');
  const sendAsset = createFileSender(openStaticFiles(new URL('console/assets/', staticFolder)));
  const options = { schema: { hide: true }, config: { scope: 'none' } } as const;
  app.get(consolePaths.root, options, (_request, reply) => reply.redirect('console/', 308));
  app.get(consolePaths.page, options, (_request, reply) => sendPage(reply, page.bytes));
  app.get<{ Params: { file: string } }>(consolePaths.asset, options, (request, reply) =>
    sendAsset(request, reply, request.params.file),
  );
}
