import { parsePublicKey, type PublicKey, type PublicKeyCode } from '@licet/core';
import { readInput } from '../input/files.js';
import { toFailureTerms } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { cause, fine, notChecked, type Finding } from './finding.js';

/** The keys that the application pins, and what was found of them. */
export interface KeyReading {
  readonly findings: readonly Finding[];
  readonly keys: readonly PublicKey[];
}

/** Looks at pinned keys, given as files or as the text that stands in the code. */
export async function examineKeys(
  io: Io,
  { files, texts }: { readonly files: readonly string[]; readonly texts: readonly string[] },
): Promise<KeyReading> {
  const readings = [
    ...(await Promise.all(files.map((file) => examineFile(io, file)))),
    ...texts.map((text) => examineText(text, 'The key in the code')),
  ];
  if (readings.length === 0) {
    const detail = 'No public key was given or found: give --key root.pem.';
    return { findings: [notChecked('key', detail)], keys: [] };
  }
  return {
    findings: readings.flatMap(({ findings }) => findings),
    keys: readings.flatMap(({ keys }) => keys),
  };
}

async function examineFile(io: Io, file: string): Promise<KeyReading> {
  try {
    return examineText((await readInput(io, file, 'a public key')).toString('utf8'), file);
  } catch (error) {
    const advice = "Put the vendor's public root key there, or name the right file.";
    const { message: detail } = toFailureTerms(error);
    return { findings: [cause('key', 'key_unreadable', detail, advice)], keys: [] };
  }
}

const causes: Record<PublicKeyCode, readonly [code: string, advice: string]> = {
  private_key: [
    'private_key_pinned',
    'It is no secret any more: rotate it, remove it from the application, and pin the public half.',
  ],
  bad_key_format: ['key_malformed', 'Pin the root key as licet keys export writes it.'],
  bad_key_size: ['key_malformed', 'Pin an RSA key of 2048 to 4096 bits.'],
  bad_key_exponent: ['key_malformed', 'Pin an RSA key with exponent 65537.'],
};

function examineText(text: string, where: string): KeyReading {
  const parsing = parsePublicKey(text.trim());
  if (parsing.ok) {
    const { thumbprint, modulusBits } = parsing.key;
    const detail = `${where} is an RSA key of ${modulusBits} bits, ${thumbprint}.`;
    return { findings: [fine('key', detail)], keys: [parsing.key] };
  }
  if (text.includes('BEGIN CERTIFICATE')) {
    const advice = 'Pin its public key: openssl x509 -pubkey -noout < certificate.pem > root.pem';
    const found = cause('key', 'certificate_pinned', `${where} is a certificate.`, advice);
    return { findings: [found], keys: [] };
  }
  // An encrypted or traditional private key is no less private for not being read here.
  const code = text.includes('PRIVATE KEY-----') ? 'private_key' : parsing.code;
  const [name, advice] = causes[code];
  const detail =
    code === 'private_key' ? `${where} is a private key.` : `${where}: ${parsing.detail}`;
  return { findings: [cause('key', name, detail, advice)], keys: [] };
}
