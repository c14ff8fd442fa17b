import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** What the code of a guarded application says of its guard. */
export interface AppSettings {
  /** The file that it stands in. */
  readonly file: string;
  readonly product: string | undefined;
  readonly license: string | undefined;
  readonly keyFiles: readonly string[];
  readonly keyTexts: readonly string[];
  readonly trustedProxies: readonly string[];
  /** A secret API key in the code. */
  readonly hasSecretKey: boolean;
}

/** Reads what is written out in a source file, word for word; what is computed is left to the options. */
export async function readAppSettings(cwd: string, file: string): Promise<AppSettings | undefined> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch(() => '');
  return text.includes('@licet/') ? parseSettings(file, text) : undefined;
}

function parseSettings(file: string, text: string): AppSettings {
  const list = /trustedProxies:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return {
    file,
    product: /\bproduct:\s*(['"`])([^'"`$]+)\1/.exec(text)?.[2],
    license: /\blicenseFile\(\s*(['"`])([^'"`$]+)\1/.exec(text)?.[2],
    keyFiles: [
      ...text.matchAll(/readFileSync\(\s*['"`]([^'"`$]+\.(?:pem|xml|json|jwk))['"`]/g),
    ].map(([, name = '']) => name),
    keyTexts: [...text.matchAll(/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g)].map(
      ([block]) => block.replaceAll('\\n', '\n'),
    ),
    trustedProxies: [...list.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, entry = '']) => entry),
    hasSecretKey: /licet_sk_[A-Za-z0-9]{6}/.test(text),
  };
}
