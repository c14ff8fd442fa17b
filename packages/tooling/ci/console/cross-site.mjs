import { createServer } from 'node:http';
import { callServer } from '../server/call-server.mjs';

/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */

/** A page of another site that does all it can with the session of whoever opens it. @param {string} target */
const attack = (target) => `<!doctype html><title>Attack</title>
<form id="form" method="post" enctype="text/plain" target="frame" action="${target}/v1/products"><input name='{"code":"stolen","name":"' value='"}'></form>
<iframe name="frame"></iframe><iframe id="framed" src="${target}/console/"></iframe>
<script>
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ code: 'stolen', name: 'Stolen' });
  const send = (init) => fetch('${target}/v1/products', { method: 'POST', credentials: 'include', body, ...init }).then((r) => r.status, () => 'blocked');
  document.getElementById('form').submit();
  Promise.all([send({ mode: 'no-cors' }), send({ mode: 'no-cors', headers: { 'content-type': 'text/plain' } }), send({ headers: json })])
    .then((outcomes) => { document.title = outcomes.join(' '); });
</script>`;

/** What a page of another site can do with somebody's session: nothing. @param {ConsoleVisit} visit */
export async function checkCrossSite({ browser, page, server, check }) {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(attack(server.address));
  });
  await new Promise((resolve) => void site.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());
  const context = await browser.newContext();
  try {
    await check(
      'a page of another site cannot post with the session, nor show the console in a frame',
      async () => {
        await context.addCookies(await page.context().cookies());
        const victim = await context.newPage();
        /** @type {number[]} */
        const statuses = [];
        victim.on('response', (response) => {
          if (response.request().method() === 'POST') statuses.push(response.status());
        });
        // Another name of the same machine is another site.
        await victim.goto(`http://localhost:${String(port)}/`);
        await victim.waitForFunction('document.title !== "Attack"');
        const framed = victim.frames().find((frame) => frame.url().endsWith('/console/'));
        const products = await readProducts(server);
        const isRefused =
          statuses.length > 0 && statuses.every((status) => status === 401 || status === 403);
        return isRefused && framed === undefined && !products.includes('stolen');
      },
    );
    await check('a post with the cookie itself, from another origin, is answered 403', async () => {
      const [cookie] = await page.context().cookies();
      const response = await fetch(`${server.address}/v1/products`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`,
          origin: 'http://evil.example',
        },
        body: JSON.stringify({ code: 'stolen', name: 'Stolen' }),
      });
      return response.status === 403 && !(await readProducts(server)).includes('stolen');
    });
  } finally {
    await context.close();
    site.close();
  }
}

/** @param {ConsoleVisit['server']} server @returns {Promise<string[]>} */
async function readProducts(server) {
  const { items } = /** @type {{ items: { code: string }[] }} */ (
    await callServer(server, '/v1/products?limit=100')
  );
  return items.map(({ code }) => code);
}
