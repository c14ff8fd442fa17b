import { examineApplication } from '../doctor/examine-application.js';
import { examineDocument } from '../doctor/examine-document.js';
import { examineKeys } from '../doctor/examine-key.js';
import { examineLicenseFile } from '../doctor/examine-license-file.js';
import { examineProxies } from '../doctor/examine-proxies.js';
import { examineServer, secretKeyInApp } from '../doctor/examine-server.js';
import { fine, topics, type Finding, type FindingVerdict } from '../doctor/finding.js';
import { readAppSettings, type AppSettings } from '../doctor/read-app-settings.js';
import { findGuardedFile } from '../init/find-entry.js';
import { readStart } from '../input/dates.js';
import {
  defineCommand,
  type Command,
  type OptionValues,
  type Outcome,
} from '../program/command.js';
import type { CommandIo } from '../program/io.js';
import { serverOptions } from '../server/open-server.js';
import { printable, type Style } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

const options = {
  license: { type: 'text', value: 'FILE', text: 'license file', env: 'LICET_LICENSE' },
  key: { type: 'list', value: 'FILE', text: 'pinned public key', env: 'LICET_PUBLIC_KEY' },
  product: { type: 'text', value: 'CODE', text: 'product code', env: 'LICET_PRODUCT' },
  host: { type: 'text', value: 'NAME', text: 'host name that visitors use' },
  'domain-key': {
    type: 'text',
    value: 'KEY',
    text: 'the key that came with the license',
    env: 'LICET_DOMAIN_KEY',
  },
  proxy: {
    type: 'list',
    value: 'RANGE',
    text: 'proxies that the guard trusts',
    env: 'LICET_TRUSTED_PROXIES',
  },
  behind: {
    type: 'text',
    value: 'ADDRESS',
    text: 'address of the proxy as the application sees it',
  },
  app: { type: 'text', value: 'URL', text: 'the running application, to be asked itself' },
  ...serverOptions,
  source: { type: 'text', value: 'FILE', text: 'file of the application with the guard in it' },
  at: { type: 'text', value: 'DATE', text: 'look as if it were then' },
} as const;

type Values = OptionValues<typeof options>;

/** Finds out what is wrong with a guarded application. */
export const doctor: Command = defineCommand({
  name: 'doctor',
  summary: 'A guarded application does not work: what is wrong?',
  about: `Run it in the folder of the application, on its machine. It reads the guard's settings from the code where they are written out, looks at
    the license file, the pinned key, host, dates and clock, asks the license server when one is given and the application itself with --app,
    and names each cause with what to do. It changes nothing. It ends with 20 when something is wrong.`,
  operands: [],
  options,
  examples: [
    [
      'doctor --host shop.example.com',
      "in the application's folder: settings are read from its code",
    ],
    [
      'doctor --license license.dat --key root.pem --product acme-shop --host shop.example.com',
      'with everything said',
    ],
    [
      'doctor --host shop.example.com --app http://127.0.0.1:3000 --behind 10.0.0.5',
      'behind a proxy: are its headers believed?',
    ],
    [
      'doctor --server https://licenses.example.com --domain-key XXXX-XXXX-XXXX-XXXX',
      'is the server reached, and was the license revoked? The key is read from LICET_API_KEY',
    ],
  ],
  run: async ({ options: values, io }) => {
    const source = values.source ?? (await findGuardedFile(io.cwd));
    const settings = source === undefined ? undefined : await readAppSettings(io, source);
    const files = await examineFiles(io, values, settings);
    const findings = [
      ...describeSettings(settings),
      ...files,
      ...examineProxies(choose(values.proxy, settings?.trustedProxies), values.behind),
      ...(await examineServer({
        server: values.server,
        apiKey: values['api-key'],
        dangerouslyAllowHttp: values['dangerously-allow-http'],
        domainKey: values['domain-key'],
        isWrongKey: files.some(({ code }) => code === 'wrong_domain_key'),
        clock: io.clock,
      })),
      ...(await examineApplication({ url: values.app, host: values.host })),
    ];
    return conclude(io, inOrder(findings));
  },
});

function describeSettings(settings: AppSettings | undefined): readonly Finding[] {
  if (settings === undefined) return [];
  const found = fine('settings', `The guard was found in ${settings.file}.`);
  if (!settings.hasSecretKey) return [found];
  return [found, secretKeyInApp(`A secret key (licet_sk_…) stands in ${settings.file}.`)];
}

/** What is said on the command line counts more than what stands in the code. */
function choose(given: readonly string[], found: readonly string[] = []): readonly string[] {
  return given.length > 0 ? given : found;
}

async function examineFiles(
  io: CommandIo,
  values: Values,
  settings: AppSettings | undefined,
): Promise<readonly Finding[]> {
  const path = values.license ?? settings?.license ?? 'license.dat';
  const license = await examineLicenseFile(io.cwd, path);
  const isKeyGiven = values.key.length > 0;
  const keys = await examineKeys(io, {
    files: choose(values.key, settings?.keyFiles),
    texts: isKeyGiven ? [] : (settings?.keyTexts ?? []),
  });
  if (license.text === undefined) return [...license.findings, ...keys.findings];
  const findings = examineDocument({
    text: license.text,
    keys: keys.keys,
    product: values.product ?? settings?.product,
    host: values.host,
    domainKey: values['domain-key'],
    now: readStart(values.at, 'at') ?? io.clock(),
  });
  return [...license.findings, ...keys.findings, ...findings];
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic));
}

function conclude(io: CommandIo, findings: readonly Finding[]): Outcome {
  const causes = findings.filter(({ verdict }) => verdict === 'failed');
  const [first] = causes;
  const rows = findings.map((finding) => toRow(finding, io.style));
  const summary = first
    ? io.style.red(`${causes.length === 1 ? 'One thing is' : `${causes.length} things are`} wrong.`)
    : io.style.green('Nothing wrong was found.');
  return {
    data: { healthy: !first, findings },
    text: `${formatTable(rows)}\n${summary}\n`,
    ...(first && {
      refusal: {
        code: first.code,
        message: `${first.detail} ${first.advice ?? ''}`.trim(),
        exit: 'troubled',
      },
    }),
  };
}

function toRow({ topic, verdict, detail, advice }: Finding, style: Style): string[] {
  const marks: Record<FindingVerdict, string> = {
    ok: style.green('ok'),
    warning: style.yellow('WARNING'),
    failed: style.red('WRONG'),
    unknown: style.dim('?'),
  };
  const todo = advice === undefined ? '' : ` ${style.bold(advice)}`;
  return [topic, marks[verdict], printable(detail) + todo];
}
