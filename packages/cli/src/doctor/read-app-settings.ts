import { readInput } from '../input/files.js';
import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';

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

/** More than any source that a person wrote is long. */
const longestSource = 4 * 1024 * 1024;

/**
 * Reads what is written out in a source file, word for word; what is computed is left to the options. Throws a `CommandFailure` for a file that
 * cannot be read or has no guard in it.
 */
export async function readAppSettings(io: Io, file: string): Promise<AppSettings> {
  const text = (await readInput(io, file, 'a source', longestSource)).toString('utf8');
  if (text.includes('@licet/')) return parseSettings(file, text);
  throw misuse(`${file} has no guard in it: nothing of @licet is imported there.`, 'source');
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
