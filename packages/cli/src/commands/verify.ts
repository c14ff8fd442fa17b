import { formatInstant, readLicenseText, type EndCode, type VerifiedDocument } from '@licet/core';
import { readStart } from '../input/dates.js';
import { readInput } from '../input/files.js';
import { readInteger } from '../input/numbers.js';
import { keyOption, readPins } from '../input/public-keys.js';
import { defineCommand, type Command, type Outcome } from '../program/command.js';
import { exitReasonOf } from '../program/exit-codes.js';
import { misuse } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';
import { checkEnd } from '../verification/check-end.js';
import { verifyLicense, type Verdict } from '../verification/verify-license.js';

/** Verifies a license offline. */
export const verify: Command = defineCommand({
  name: 'verify',
  summary: 'Verify a license offline, as an application would',
  about: `Checks signature, trust, product, dates and what the license is bound to, with the vendor's public key alone and without any network. The
    exit code tells the class of the refusal: 10 not a license, 11 not trusted, 12 too new, 13 other product, 14 other host or machine, 15 not yet
    valid, 16 expired, 17 feature or release not included, 18 ended by the vendor. A domain license needs --host, a single-user license --computer or --site, a
    network license --server-path, a token license --identifier when it is bound. Whether it was revoked only its server knows, or a status list that was fetched from it (GET /v1/status-lists/0).`,
  operands: [
    { name: 'file', text: 'license file, its base64, code or token; - for standard input' },
  ],
  options: {
    ...keyOption,
    product: {
      type: 'text',
      value: 'CODE',
      text: 'the product that it has to be for',
      env: 'LICET_PRODUCT',
    },
    host: { type: 'text', value: 'NAME', text: 'host name of a domain license' },
    'domain-key': {
      type: 'text',
      value: 'KEY',
      text: 'the key that it has to have been sold with',
    },
    feature: { type: 'text', value: 'NAME', text: 'a feature that it has to include' },
    computer: { type: 'text', value: 'ID', text: 'computer id of a single-user license' },
    site: { type: 'text', value: 'CODE', text: 'site code, in place of --computer' },
    serial: { type: 'text', value: 'SERIAL', text: 'the serial number that it has to have' },
    'server-path': { type: 'text', value: 'PATH', text: 'server path of a network license' },
    seats: { type: 'text', value: 'COUNT', text: 'the seats that it has to have' },
    identifier: { type: 'text', value: 'ID', text: 'who uses a token license' },
    'released-at': { type: 'text', value: 'DATE', text: 'release that maintenance has to cover' },
    'status-list': {
      type: 'text',
      value: 'FILE',
      text: 'status list of its server, to tell whether it was ended',
    },
    at: { type: 'text', value: 'DATE', text: 'verify as if it were then' },
  },
  examples: [
    [
      'verify license.dat --key root.pem --product acme-shop --host shop.example.com',
      'is it good?',
    ],
    [
      'verify license.dat --key root.pem --product acme-shop --host shop.example.com --at 2027-01-01',
      'will it still be good then?',
    ],
    [
      'verify site.lic --key root.pem --product acme-cad --server-path C:/Acme --json',
      'for a script',
    ],
  ],
  run: async ({ options, operands: [path = '-'], io }) => {
    if (options.product === undefined) throw misuse('Give --product: what is it for?', 'product');
    const pins = await readPins(io, options.key);
    const text = readLicenseText((await readInput(io, path, 'a license')).toString('utf8'));
    const now = readStart(options.at, 'at') ?? io.clock();
    const verdict = verifyLicense(text, {
      pins,
      product: options.product,
      now,
      host: options.host,
      domainKey: options['domain-key'],
      feature: options.feature,
      computerId: options.computer,
      siteCode: options.site,
      serial: options.serial,
      serverPath: options['server-path'],
      seats: readInteger(options.seats, 'seats', { least: 1, most: 2_147_483_647 }),
      identifier: options.identifier,
      releasedAt: readStart(options['released-at'], 'released-at'),
    });
    const list = options['status-list'];
    const end =
      verdict.ok && list !== undefined
        ? await checkEnd(io, list, verdict.license, pins)
        : undefined;
    return conclude(io, end === undefined ? verdict : ended(end), now);
  },
});

/** The license is genuine and its dates are good, and the vendor ended it. */
function ended(code: EndCode): Verdict {
  return { ok: false, code, detail: 'The vendor ended it, says the status list.' };
}

function conclude(io: CommandIo, verdict: Verdict, now: number): Outcome {
  const { green, red, yellow } = io.style;
  const at = formatInstant(now);
  if (!verdict.ok) {
    const { code, detail } = verdict;
    const exit = exitReasonOf(code);
    const hint = 'licet explain says what to do about it.';
    return {
      data: { valid: false, code, detail, at },
      text: `${red('refused')}  ${code}: ${printable(detail)} ${hint}\n`,
      refusal: { code, message: detail, exit },
    };
  }
  const { kind, license, warnings } = verdict;
  const data = { valid: true, kind, at, warnings, license: toData(license) };
  const notes = warnings.map((warning) => `${yellow('warning')}  ${warning}\n`).join('');
  return { data, text: `${green('valid')}\n${formatTable(toRows(kind, license))}${notes}` };
}

function toData({ issuedAt, validFrom, expiresAt, ...license }: VerifiedDocument) {
  const { licenseId: id, product, features, holder, generation, issuer, kid } = license;
  return {
    id,
    product,
    issuer,
    kid,
    generation,
    issuedAt: formatInstant(issuedAt),
    ...(validFrom !== undefined && { validFrom: formatInstant(validFrom) }),
    ...(expiresAt !== undefined && { validTo: formatInstant(expiresAt) }),
    features,
    ...(holder !== undefined && { holder }),
  };
}

function toRows(kind: string, license: VerifiedDocument): string[][] {
  const { id, product, issuedAt, validTo = 'permanent', features, holder } = toData(license);
  return [
    ['kind', kind],
    ['license', id],
    ['product', product],
    ['issued', issuedAt],
    ['valid to', validTo],
    ...(features.length > 0 ? [['features', features.join(', ')]] : []),
    ...(holder === undefined ? [] : [['holder', printable(holder)]]),
  ];
}
