import { callServer } from '../server/call-server.mjs';

/** @typedef {import('./sign-in.mjs').ConsoleVisit} ConsoleVisit */

const count = 500;

/** Ways to have a script run, each of which calls {@link canary}. */
const payloads = [
  '<script>X</script>',
  '"><script>X</script>',
  "'><img src=x onerror=X>",
  '<img src=x onerror=X>',
  '<svg onload=X>',
  '<svg><script>X</script></svg>',
  '<iframe srcdoc="<script>parent.__x=1</script>">',
  '<details open ontoggle=X>',
  '<input autofocus onfocus=X>',
  '<a href="javascript:X">go</a>',
  'javascript:X',
  'data:text/html,<script>X</script>',
  '" onmouseover="X',
  "' onfocus='X' autofocus='",
  '{{constructor.constructor("X")()}}',
  '${X}',
  '</title><script>X</script>',
  '</textarea><script>X</script>',
  '<style>@import "javascript:X"</style>',
  '<math><mtext></p><script>X</script>',
  '<base href="javascript:X//">',
  '<object data="javascript:X">',
  '<form><button formaction="javascript:X">go</button></form>',
  '%3Cscript%3EX%3C/script%3E',
  '&lt;script&gt;X&lt;/script&gt;',
];
const canary = 'window.__x=1';

/** So many different ones. */
const strings = Array.from({ length: count }, (_, index) => {
  const payload = payloads[index % payloads.length] ?? '';
  const call = index % 2 === 0 ? canary : 'alert(1)';
  return `${String(index)} ${payload.replaceAll('X', () => call)}`;
});

/** Texts of attackers, in every field that takes any, on every view that shows them. @param {ConsoleVisit} visit */
export async function checkHostileTexts({ page, server, check }) {
  /** @type {string[]} */
  const dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const stored = await storeAll(server);
  await check(
    `${String(count)} hostile texts are stored in each of ${String(Object.keys(stored).length)} fields`,
    () => {
      const short = Object.entries(stored).filter(([, number]) => number !== count);
      if (short.length > 0) throw new Error(JSON.stringify(short));
      return true;
    },
  );
  const see = async (/** @type {string} */ way) => {
    await page.goto(`${server.address}/console/#/${way}`);
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await showAll(page);
  };
  await check('none of them runs on any view', async () => {
    for (const way of [
      '',
      'products',
      'licenses',
      'licenses/new',
      'serials',
      'explain',
      'api-keys',
    ])
      await see(way);
    for (const way of ['token-settings', 'audit-log', 'account']) await see(way);
    const ids = await readIds(server);
    for (const id of ids) await see(`licenses/${id}`);
    for (const code of ['hostile-0', 'hostile-17']) await see(`products/${code}`);
    for (const text of strings.slice(0, payloads.length))
      await see(`licenses?q=${encodeURIComponent(text)}`);
    for (const text of strings.slice(0, payloads.length))
      await see(`audit-log?target=${encodeURIComponent(text)}`);
    for (const text of strings.slice(0, payloads.length))
      await see(`licenses/${encodeURIComponent(text)}`);
    const wasRun = await page.evaluate('"__x" in window');
    return wasRun === false && dialogs.length === 0;
  });
  await check('they are shown as what they are', async () => {
    await see('products');
    return (await page.getByText(strings[3] ?? '', { exact: true }).count()) === 1;
  });
}

/** Shows all that a list has. @param {ConsoleVisit['page']} page */
async function showAll(page) {
  const more = page.getByRole('button', { name: 'Show more' });
  for (let pages = 0; pages < 30 && (await more.count()) > 0; pages++) {
    await more.first().click();
    await page.locator('.pending').waitFor({ state: 'detached' });
  }
}

/** @param {ConsoleVisit['server']} server @returns {Promise<Record<string, number>>} how many were taken by each path */
async function storeAll(server) {
  /** @type {Record<string, (text: string, index: number) => object>} */
  const fields = {
    '/v1/products': (name, index) => ({ code: `hostile-${String(index)}`, name }),
    '/v1/api-keys': (name) => ({ scope: 'client', name }),
    '/v1/token-settings': (name) => ({ issuer: name, audience: name, name, lifetimeSeconds: 60 }),
    '/v1/licenses': (holder) => ({ kind: 'token', product: 'acme-shop', seats: 1, holder }),
  };
  /** @type {Record<string, number>} */
  const stored = {};
  for (const [path, toBody] of Object.entries(fields)) {
    const statuses = await sendAll(
      strings.map((text, index) => () => send(server, path, toBody(text, index))),
    );
    stored[path] = statuses.filter((status) => status === 201).length;
  }
  return stored;
}

/** A few at a time. @param {(() => Promise<number>)[]} work */
async function sendAll(work) {
  /** @type {number[]} */
  const results = [];
  const waiting = work.values();
  const lane = async () => {
    for (const one of waiting) results.push(await one());
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return results;
}

/** @param {ConsoleVisit['server']} server @param {string} path @param {object} body */
async function send({ address, secretKey }, path, body) {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'x-api-key': secretKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** @param {ConsoleVisit['server']} server */
async function readIds(server) {
  const { items } = /** @type {{ items: { id: string }[] }} */ (
    await callServer(server, '/v1/licenses?kind=token&order=-created&limit=25')
  );
  return items.map(({ id }) => id);
}
