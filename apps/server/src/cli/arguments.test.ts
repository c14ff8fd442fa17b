import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.js';

const parse = (line: string) => parseArguments(line === '' ? [] : line.split(' '));

describe('parseArguments', () => {
  it.each([
    ['', { name: 'serve' }],
    ['serve', { name: 'serve' }],
    ['help', { name: 'help' }],
    ['--help', { name: 'help' }],
    ['keys create -h', { name: 'help' }],
    ['master-key create', { name: 'master-key create' }],
    ['keys create --scope admin', { name: 'keys create', scope: 'admin', label: '' }],
    [
      'keys create --scope issue --name shop --product acme --expires-in 60',
      { name: 'keys create', scope: 'issue', label: 'shop', product: 'acme', expiresInSeconds: 60 },
    ],
    ['signing-keys export --kid -k --out f', { name: 'signing-keys export', kid: '-k', out: 'f' }],
    ['keys create --scope=client', { name: 'keys create', scope: 'client' }],
    ['signing-keys rotate --use license', { name: 'signing-keys rotate', use: 'license' }],
    [
      'signing-keys export --kid k --out f.p12',
      { name: 'signing-keys export', kid: 'k', out: 'f.p12' },
    ],
    ['move-up --from ./data', { name: 'move-up', from: './data' }],
    ['backup --to licet.db', { name: 'backup', to: 'licet.db' }],
    ['after-restore', { name: 'after-restore' }],
    ['audit verify', { name: 'audit verify', noted: undefined }],
    [
      `audit verify --anchor 12.${'-'.repeat(43)}`,
      { name: 'audit verify', noted: { seq: 12, mac: '-'.repeat(43) } },
    ],
  ])('reads "%s"', (line, command) => {
    expect(parse(line)).toMatchObject({ ok: true, command });
  });

  it.each([
    ['explode', 'there is no command "explode"'],
    ['keys', 'there is no command "keys"'],
    ['keys create now', 'there is no command "keys create now"'],
    ['toString', 'there is no command "toString"'],
    ['audit verify --anchor 12', '--anchor must be an anchor as'],
    ['keys create', '--scope must be one of admin, issue, client'],
    ['keys create --scope root', '--scope must be one of'],
    ['keys create --scope', '--scope needs a value'],
    ['keys create --scope admin --expires-in soon', '--expires-in must be a number of seconds'],
    ['keys create --scope admin --expires-in 0', '--expires-in must be'],
    ['keys create --scope admin --colour red', 'there is no "--colour" here'],
    ['keys create --scope admin twice', 'there is no "twice" here'],
    ['keys create -s admin', 'there is no "-s" here'],
    ['serve --port 80', 'there is no "--port" here'],
    ['move-up', '--from is needed'],
    ['move-up --from=', '--from is needed'],
    ['backup', '--to is needed'],
    ['signing-keys rotate', '--use must be license or status'],
    ['signing-keys rotate --use root', '--use must be'],
    ['signing-keys export --kid k', '--kid and --out are needed'],
  ])('refuses "%s" and says why', (line, why) => {
    expect(parse(line)).toEqual({ ok: false, detail: expect.stringContaining(why) });
  });
});
