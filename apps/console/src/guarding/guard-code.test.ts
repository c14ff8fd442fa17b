import { expect, it } from 'vitest';
import { frameworks, toGuardCode, toInstallCommand, type Framework } from './guard-code.js';

const pem = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n';

it.each(Object.keys(frameworks) as Framework[])(
  'makes the guard of %s from its package, with the product, the file and the key',
  (framework) => {
    const code = toGuardCode(framework, { product: 'acme-shop', pem });
    expect(toInstallCommand(framework)).toContain(`@licet/${framework}`);
    expect(code).toContain(`from '@licet/${framework}'`);
    expect(code).toContain("  product: 'acme-shop',\n  license: licenseFile('license.dat'),\n");
    expect(code).toContain(`  publicKeys: \`${pem.trim()}\`,\n`);
  },
);
