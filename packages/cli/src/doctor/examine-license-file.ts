import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { maxDocumentLength, readDocument, readLicenseText } from '@licet/core';
import { systemCodeOf } from '../program/failure.js';
import { cause, fine, type Finding } from './finding.js';

/** What was found of a license file, and its text where one can be made out. */
export interface LicenseFileReading {
  readonly findings: readonly Finding[];
  /** The signed document in it, also where a guard would not find it. */
  readonly text: string | undefined;
}

/** Looks at a license file as a guard does, and closer: what a person did to it on the way is nearly always one of a few things. */
export async function examineLicenseFile(cwd: string, path: string): Promise<LicenseFileReading> {
  const full = resolve(cwd, path);
  const reading = await readBytes(full);
  if (!Buffer.isBuffer(reading)) return { findings: [reading], text: undefined };
  return examineBytes(reading, full);
}

async function readBytes(path: string): Promise<Buffer | Finding> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (stats.isDirectory()) return isDirectory(path);
    if (!stats.isFile()) return notAFile(path);
    if (stats.size > 4 * maxDocumentLength) return tooLarge(path);
    return await file.readFile();
  } catch (error) {
    return explainOpening(error, path);
  } finally {
    await file?.close();
  }
}

function explainOpening(error: unknown, path: string): Finding {
  const code = systemCodeOf(error) ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const advice =
      'Put the file there, or give the guard the right path; paths count from the working directory.';
    return cause('license', 'license_missing', `There is no file ${path}.`, advice);
  }
  const advice = 'Let the user that runs the application read it.';
  return cause('license', 'license_unreadable', `${path} cannot be read (${code}).`, advice);
}

function isDirectory(path: string): Finding {
  const advice =
    'Name the file in it; for the licenses of many tenants use licenseDirectory(path).';
  return cause('license', 'license_is_directory', `${path} is a folder.`, advice);
}

function notAFile(path: string): Finding {
  const advice = 'Name a plain file.';
  return cause('license', 'license_unreadable', `${path} is no file but a pipe or device.`, advice);
}

function tooLarge(path: string): Finding {
  const advice = 'Take the license file itself.';
  return cause('license', 'license_too_large', `${path} is longer than any license.`, advice);
}

const fetchAgain = 'Fetch the file again, as it is, and copy it without opening it in an editor.';

function examineBytes(bytes: Buffer, path: string): LicenseFileReading {
  const raw = bytes.toString('utf8');
  const seenByGuard = raw.replace(/\r?\n$/, '');
  if (/^[\w.-]+$/.test(seenByGuard) && readDocument(seenByGuard).ok) {
    return { findings: [fine('license', `${path} holds a signed document.`)], text: seenByGuard };
  }
  const text = recover(bytes);
  return { findings: [explainText(bytes, raw, text, path)], text };
}

/** The document that was meant, whatever an editor or a mail program did to it. */
function recover(bytes: Buffer): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = isUtf16 ? bytes.toString('utf16le') : bytes.toString('utf8');
  const found = readLicenseText(text.replace(/^\ufeff/, '').replaceAll(/^["']|["']\s*$/g, ''));
  return readDocument(found).ok ? found : undefined;
}

function explainText(
  bytes: Buffer,
  raw: string,
  recovered: string | undefined,
  path: string,
): Finding {
  const found = (code: string, detail: string, advice = fetchAgain) =>
    cause('license', code, detail, advice);
  if (raw.trim() === '') return found('license_empty', `${path} is empty.`);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return found('license_has_bom', `${path} was saved as UTF-16, as PowerShell's > does.`);
  }
  if (raw.startsWith('\ufeff')) {
    return found('license_has_bom', `${path} begins with a byte order mark: an editor saved it.`);
  }
  if (recovered !== undefined) return explainRecovered(raw, path);
  if (/^\s*<(?:!doctype|html)/i.test(raw)) {
    return found('license_is_html', `${path} is a web page: a download went wrong.`);
  }
  if (/^\s*\{/.test(raw)) {
    return found('license_is_json', `${path} is JSON: an answer of the API was saved whole.`);
  }
  if (raw.includes('-----BEGIN')) {
    return found('license_is_key', `${path} is a key or certificate, not a license.`);
  }
  return /^[\w-]+(?:\.[\w-]*){0,2}\s*$/.test(raw) && raw.startsWith('eyJ')
    ? found('license_truncated', `${path} was cut off: it ends in the middle.`)
    : found('license_not_a_document', `${path} is no license: it is something else, or damaged.`);
}

/** A document is in it, but not as a guard reads it. */
function explainRecovered(raw: string, path: string): Finding {
  const found = (code: string, detail: string, advice: string) =>
    cause('license', code, detail, advice);
  if (raw.includes('|')) {
    return found(
      'license_is_token',
      `${path} holds a token license with its bar.`,
      'A guard of a web application needs a domain license file.',
    );
  }
  if (!raw.includes('.')) {
    return found(
      'license_is_base64',
      `${path} holds the base64 of a license, as the API sends it (licenseFileBase64).`,
      `Decode it: base64 -d < ${path} > license.dat`,
    );
  }
  return found(
    'license_has_line_breaks',
    `${path} has line breaks, spaces or quotes in it (CR LF, wrapped lines): it was edited or mailed.`,
    fetchAgain,
  );
}
