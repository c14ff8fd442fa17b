import { writeNewFile } from '../input/files.js';
import { readInteger } from '../input/numbers.js';
import { licenseKinds } from '../licenses/kinds.js';
import { placeOptions, termOptions } from '../licenses/term-options.js';
import { defineCommand, type Command } from '../program/command.js';
import { misuse } from '../program/failure.js';
import { fetchFile } from '../server/issue-by-server.js';
import { toLicenseBody, withoutAbsent } from '../server/license-body.js';
import {
  describeLicense,
  describeLicenses,
  readLicense,
  readLicensePage,
} from '../server/license-record.js';
import {
  expectAnswer,
  loosely,
  openServer,
  serverOptions,
  type ServerValues,
} from '../server/open-server.js';

const about = `Works on the records of a server. Needs an API key of scope issue. A license is named by its id, lic_…, which licet licenses list finds.`;
const idOperand = { name: 'id', text: 'the id of a license, lic_…' } as const;

const create: Command = defineCommand({
  name: 'licenses create',
  summary: 'Create a license of any kind on the server',
  about,
  operands: [],
  options: {
    kind: { type: 'text', value: 'KIND', text: 'domain by default', choices: licenseKinds },
    product: { type: 'text', value: 'CODE', text: 'code of the product', env: 'LICET_PRODUCT' },
    ...placeOptions,
    ...termOptions,
    ...serverOptions,
  },
  examples: [
    ['licenses create --product acme-shop --domain shop.example.com', 'shows the domain key, too'],
    ['licenses create --kind token --product acme-app --seats 5', 'shows the serial number'],
  ],
  run: async ({ options }) => {
    const { kind = 'domain', product } = options;
    if (product === undefined) throw misuse('Give --product: what is it for?', 'product');
    const body = toLicenseBody(kind, product, options);
    const call = loosely(openServer(options)).post('/v1/licenses', { body });
    const license = readLicense(await expectAnswer(call));
    return { data: license, text: describeLicense(license) };
  },
});

const filterOptions = {
  product: { type: 'text', value: 'CODE', text: 'of this product', env: 'LICET_PRODUCT' },
  kind: { type: 'text', value: 'KIND', text: 'of this kind', choices: licenseKinds },
  standing: {
    type: 'text',
    value: 'STANDING',
    text: 'that stand so',
    choices: ['valid', 'not-yet-valid', 'expired', 'suspended', 'revoked'],
  },
  domain: { type: 'text', value: 'NAME', text: 'for this domain' },
  search: { type: 'text', value: 'TEXT', text: 'what a domain, serial, id or holder begins with' },
  'expires-before': { type: 'text', value: 'DATE', text: 'that end before it' },
} as const;

const list: Command = defineCommand({
  name: 'licenses list',
  summary: 'List and search licenses',
  about: `${about} Shows one page; licet export writes all of them.`,
  operands: [],
  options: {
    ...filterOptions,
    limit: { type: 'text', value: 'COUNT', text: 'how many; 20 by default, 100 at most' },
    cursor: { type: 'text', value: 'CURSOR', text: 'where the page before ended' },
    ...serverOptions,
  },
  examples: [
    ['licenses list --search shop.example', 'whose license is it?'],
    ['licenses list --expires-before 2027-01-01 --standing valid', 'who is to be reminded?'],
  ],
  run: async ({ options }) => {
    const limit = readInteger(options.limit ?? '20', 'limit', { least: 1, most: 100 });
    const query = {
      limit: String(limit),
      cursor: options.cursor,
      product: options.product,
      kind: options.kind,
      standing: options.standing,
      domain: options.domain,
      q: options.search,
      expiresBefore: options['expires-before'],
    };
    const call = loosely(openServer(options)).get('/v1/licenses', { query });
    const page = readLicensePage(await expectAnswer(call));
    const more = page.nextCursor === null ? '' : `\nMore: --cursor ${page.nextCursor}\n`;
    const text = page.items.length === 0 ? 'No license was found.\n' : describeLicenses(page.items);
    return { data: page, text: text + more };
  },
});

const show: Command = defineCommand({
  name: 'licenses show',
  summary: 'Show one license',
  about,
  operands: [idOperand],
  options: serverOptions,
  examples: [['licenses show lic_…', 'all that the server knows of it']],
  run: async ({ options, operands: [id = ''] }) => {
    const call = openServer(options).get('/v1/licenses/{id}', { params: { id } });
    const license = readLicense(await expectAnswer(call));
    return { data: license, text: describeLicense(license) };
  },
});

const file: Command = defineCommand({
  name: 'licenses file',
  summary: 'Fetch the newest file of a license',
  about,
  operands: [idOperand],
  options: {
    out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
    ...serverOptions,
  },
  examples: [['licenses file lic_… --out license.dat', 'the file for the customer']],
  run: async ({ options, operands: [id = ''], io }) => {
    const document = await fetchFile(openServer(options), id);
    const { out } = options;
    const data = { id, file: out, document };
    if (out === undefined) return { data, text: `${document.trim()}\n` };
    await writeNewFile(io, out, `${document.trim()}\n`);
    return { data, text: `wrote ${out}\n` };
  },
});

interface Change {
  readonly action: 'renew' | 'transfer' | 'suspend' | 'reinstate' | 'revoke';
  readonly summary: string;
  readonly example: string;
}

/** A change that needs nothing but the license. */
function stateChange({ action, summary, example }: Change): Command {
  return defineCommand({
    name: `licenses ${action}`,
    summary,
    about,
    operands: [idOperand],
    options: serverOptions,
    examples: [[`licenses ${action} lic_…`, example]],
    run: ({ options, operands: [id = ''] }) => change(options, id, action, undefined),
  });
}

async function change(
  options: ServerValues,
  id: string,
  action: Change['action'],
  body: Readonly<Record<string, unknown>> | undefined,
) {
  const call = loosely(openServer(options)).post(`/v1/licenses/{id}/${action}`, {
    params: { id },
    ...(body && { body }),
  });
  const license = readLicense(await expectAnswer(call));
  return { data: license, text: describeLicense(license) };
}

const renew: Command = defineCommand({
  name: 'licenses renew',
  summary: 'Move the end of a license',
  about: `${about} A file that was delivered keeps its old end: applications fetch the new one.`,
  operands: [idOperand],
  options: {
    'valid-to': { type: 'text', value: 'DATE', text: 'new end' },
    permanent: { type: 'flag', text: 'no end any more, in place of --valid-to' },
    shorten: { type: 'flag', text: 'also to an earlier end; ends the file before' },
    ...serverOptions,
  },
  examples: [['licenses renew lic_… --valid-to 2027-12-31', 'until the end of that day']],
  run: ({ options, operands: [id = ''] }) => {
    const { 'valid-to': validTo, permanent } = options;
    if ((validTo === undefined) === !permanent) {
      throw misuse('Give either --valid-to or --permanent.', 'valid-to');
    }
    const body = withoutAbsent({
      validTo: permanent ? null : validTo,
      allowShorter: options.shorten ? true : undefined,
    });
    return change(options, id, 'renew', body);
  },
});

const transfer: Command = defineCommand({
  name: 'licenses transfer',
  summary: 'Move a license to another domain, machine or server',
  about: `${about} The file before stops being good as soon as applications hear of it.`,
  operands: [idOperand],
  options: {
    domain: { type: 'text', value: 'NAME', text: 'new domain' },
    scope: placeOptions.scope,
    computer: { type: 'text', value: 'ID', text: 'new computer id' },
    site: { type: 'text', value: 'CODE', text: 'new site code' },
    'server-path': { type: 'text', value: 'PATH', text: 'new server path' },
    ...serverOptions,
  },
  examples: [['licenses transfer lic_… --domain shop.example.org', 'the customer moved']],
  run: ({ options, operands: [id = ''] }) => {
    const { domain, scope, computer: computerId, site: siteCode } = options;
    const serverPath = options['server-path'];
    const body = withoutAbsent({ domain, scope, computerId, siteCode, serverPath });
    if (Object.keys(body).length === 0) {
      throw misuse('Say where to: --domain, --computer, --site or --server-path.', 'domain');
    }
    return change(options, id, 'transfer', body);
  },
});

const activate: Command = defineCommand({
  name: 'licenses activate',
  summary: 'Make an activation code of a single-user license for one machine',
  about,
  operands: [idOperand],
  options: { computer: placeOptions.computer, site: placeOptions.site, ...serverOptions },
  examples: [['licenses activate lic_… --computer PC-01', 'a code for the customer to paste']],
  run: async ({ options, operands: [id = ''] }) => {
    const { computer: computerId, site: siteCode } = options;
    const call = loosely(openServer(options)).post('/v1/licenses/{id}/activation-codes', {
      params: { id },
      body: withoutAbsent({ computerId, siteCode }),
    });
    const data = (await expectAnswer(call)) as { readonly code: string };
    return { data, text: `${data.code}\n` };
  },
});

/** The life of licenses on a server. */
export const licenseCommands: readonly Command[] = [
  create,
  list,
  show,
  file,
  renew,
  stateChange({
    action: 'suspend',
    summary: 'Suspend a license',
    example: 'until it is reinstated',
  }),
  stateChange({
    action: 'reinstate',
    summary: 'Reinstate a suspended license',
    example: 'good again',
  }),
  stateChange({ action: 'revoke', summary: 'Revoke a license for good', example: 'no way back' }),
  transfer,
  activate,
];
