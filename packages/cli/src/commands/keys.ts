import { keyFiles } from '../keys/key-folder.js';
import { writeNewFile } from '../input/files.js';
import { readInteger } from '../input/numbers.js';
import { defineCommand, type Command, type Outcome } from '../program/command.js';
import { failure } from '../program/failure.js';
import { collectPages } from '../server/collect-pages.js';
import { expectAnswer, openServer, serverOptions } from '../server/open-server.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

const about = {
  api: `API keys say who may do what. A key of scope client is publishable and ships inside the product; issue sells licenses; admin does everything.
    The server keeps only a hash: a new key is shown once. Needs an API key of scope admin.`,
  signing: `The server signs with leaves that its root certifies. Applications pin the root, so that leaves can be rotated without touching them.
    Needs an API key of scope admin.`,
};

const secondsPerDay = 86_400;

const create: Command = defineCommand({
  name: 'keys create',
  summary: 'Create an API key',
  about: about.api,
  operands: [],
  options: {
    scope: {
      type: 'text',
      value: 'SCOPE',
      text: 'what it may do; client by default',
      choices: ['client', 'issue', 'admin'],
    },
    name: { type: 'text', value: 'NAME', text: 'what it is for' },
    product: {
      type: 'text',
      value: 'CODE',
      text: 'the only product that it may touch',
      env: 'LICET_PRODUCT',
    },
    'expires-in-days': { type: 'text', value: 'DAYS', text: 'when it ends; never by default' },
    ...serverOptions,
  },
  examples: [
    ['keys create --scope client --name "shop, version 3"', 'a key to ship with a product'],
  ],
  run: async ({ options }) => {
    const { scope = 'client', name, product } = options;
    const lifetime = readInteger(options['expires-in-days'], 'expires-in-days', {
      least: 1,
      most: 36_500,
    });
    const body = {
      scope: scope as 'client' | 'issue' | 'admin',
      ...(name !== undefined && { name }),
      ...(product !== undefined && { product }),
      ...(lifetime !== undefined && { expiresInSeconds: lifetime * secondsPerDay }),
    };
    const data = await expectAnswer(openServer(options).post('/v1/api-keys', { body }));
    return { data, text: `${data.key}\n` };
  },
});

const list: Command = defineCommand({
  name: 'keys list',
  summary: 'List API keys',
  about: about.api,
  operands: [],
  options: serverOptions,
  examples: [['keys list', 'who may call the server?']],
  run: async ({ options }) => {
    const client = openServer(options);
    const items = await collectPages((query) =>
      expectAnswer(client.get('/v1/api-keys', { query })),
    );
    const rows = items.map((key) => [
      key.id,
      key.scope,
      `…${key.last4}`,
      key.revokedAt === undefined ? 'active' : 'revoked',
      key.lastUsedAt ?? 'never',
      printable(key.name),
    ]);
    const head = ['KEY', 'SCOPE', 'ENDS IN', 'STATE', 'LAST USED', 'NAME'];
    return { data: { items }, text: formatTable([head, ...rows]) };
  },
});

const revoke: Command = defineCommand({
  name: 'keys revoke',
  summary: 'Revoke an API key',
  about: about.api,
  operands: [{ name: 'id', text: 'the id that licet keys list shows' }],
  options: serverOptions,
  examples: [['keys revoke key_…', 'whoever uses it is refused from now on']],
  run: async ({ options, operands: [id = ''] }) => {
    const call = openServer(options).post('/v1/api-keys/{id}/revoke', { params: { id } });
    const data = await expectAnswer(call);
    return { data, text: `revoked ${data.id} (…${data.last4})\n` };
  },
});

const signingList: Command = defineCommand({
  name: 'keys signing',
  summary: 'List the keys that the server signs with',
  about: about.signing,
  operands: [],
  options: serverOptions,
  examples: [['keys signing', 'root and leaves, with their state']],
  run: async ({ options }) => {
    const { items } = await expectAnswer(openServer(options).get('/v1/signing-keys'));
    const rows = items.map(({ kid, use, status }) => [kid, use, status]);
    return { data: { items }, text: formatTable([['KEY', 'USE', 'STATE'], ...rows]) };
  },
});

const signingRotate: Command = defineCommand({
  name: 'keys rotate',
  summary: 'Make a new leaf in place of the present one',
  about: about.signing,
  operands: [],
  options: {
    use: {
      type: 'text',
      value: 'USE',
      text: 'what it signs; license by default',
      choices: ['license', 'status'],
    },
    ...serverOptions,
  },
  examples: [['keys rotate', 'licenses are signed by a new leaf from now on; old ones stay good']],
  run: async ({ options }) => {
    const body = { use: (options.use ?? 'license') as 'license' | 'status' };
    const data = await expectAnswer(openServer(options).post('/v1/signing-keys', { body }));
    return { data, text: `${data.kid}\n` };
  },
});

const formats = ['pem', 'jwk', 'xml'] as const;

const signingExport: Command = defineCommand({
  name: 'keys export',
  summary: 'Write the public root key, to be pinned by applications',
  about: about.signing,
  operands: [],
  options: {
    out: {
      type: 'text',
      value: 'FILE',
      text: `file such as ${keyFiles.pem}; printed when left out`,
    },
    format: { type: 'text', value: 'FORMAT', text: 'pem by default', choices: formats },
    ...serverOptions,
  },
  examples: [['keys export --out root.pem', 'the key that an application pins']],
  run: async ({ options, io }): Promise<Outcome> => {
    const { items } = await expectAnswer(openServer(options).get('/v1/signing-keys'));
    const root = items.find(({ use, status }) => use === 'root' && status === 'active');
    if (!root) throw failure('no_root_key', 'The server has no active root key.');
    const format = (options.format ?? 'pem') as (typeof formats)[number];
    const spelled = root[format];
    const key = typeof spelled === 'string' ? spelled : JSON.stringify(spelled, undefined, 2);
    const data = { kid: root.kid, format, key, file: options.out };
    if (options.out === undefined) return { data, text: `${key.trim()}\n` };
    await writeNewFile(io, options.out, `${key.trim()}\n`);
    return { data, text: `wrote ${options.out}\n` };
  },
});

/** API keys, and the public side of the keys that sign. */
export const keyCommands: readonly Command[] = [
  create,
  list,
  revoke,
  signingList,
  signingRotate,
  signingExport,
];
