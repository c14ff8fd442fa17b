import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { fail, succeed, type Outcome } from '../../problems.js';
import { createWorkQueue } from './work-queue.js';

/** Each guess costs 32 MiB and some tenths of a second; see the table of OWASP's Password Storage Cheat Sheet for scrypt. */
const cost = { N: 2 ** 15, r: 8, p: 3 } as const;
const bytesOfHash = 32;
const form = /^scrypt\$(\d{1,9})\$(\d{1,3})\$(\d{1,3})\$([\w-]{22})\$([\w-]{43})$/;

const passwordLength = { least: 12, most: 256 } as const;

/**
 * One at a time, off the event loop: the threads that hash also sign, and each hash takes 32 MiB. Whoever comes when 16 wait is told to
 * come back, so that a flood of wrong passwords costs its sender more than us.
 */
const queue = createWorkQueue(1, 16);
const busy = fail('overloaded', 'Try again in a moment.');

/** What is stored of a password. Codes: `invalid_field`, `overloaded`. */
export async function hashPassword(password: string, field = 'password'): Promise<Outcome<string>> {
  const { least, most } = passwordLength;
  const length = Array.from(password).length;
  if (length < least || length > most) {
    const detail = `Choose a password of ${String(least)} to ${String(most)} characters: several words do well.`;
    return fail('invalid_field', detail, field);
  }
  const salt = randomBytes(16);
  const hash = await queue.run(() => derive(password, salt, cost));
  if (hash === undefined) return busy;
  const { N, r, p } = cost;
  const parts = [N, r, p, salt.toString('base64url'), hash.toString('base64url')];
  return succeed(['scrypt', ...parts].join('$'));
}

/** Whether a password is the one that was hashed. Takes as long when there is no hash. Codes: `overloaded`. */
export async function isPassword(
  password: string,
  stored: string | undefined,
): Promise<Outcome<boolean>> {
  const [, N, r, p, salt = '', hash = ''] = form.exec(stored ?? '') ?? [];
  const options = N === undefined ? cost : { N: Number(N), r: Number(r), p: Number(p) };
  const computed = await queue.run(() => derive(password, Buffer.from(salt, 'base64url'), options));
  if (computed === undefined) return busy;
  const expected = Buffer.from(hash, 'base64url');
  return succeed(expected.length === computed.length && timingSafeEqual(expected, computed));
}

/** One spelling for each password, however a keyboard composes it (NIST SP 800-63B section 3.1.1.2). */
function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  const memory = { ...options, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, bytesOfHash, memory, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
