import { fail, succeed, type Outcome } from '../../problems.js';

/** No more than tells an address from a slip: whether it exists only a letter to it could tell. */
const form = /^[^\s@]{1,64}@[^\s@]{1,189}$/u;

/** The one spelling of an address. Codes: `invalid_field`. */
export function toEmail(text: string): Outcome<string> {
  const email = text.trim().normalize('NFC').toLowerCase();
  return form.test(email)
    ? succeed(email)
    : fail('invalid_field', 'Send an e-mail address, such as ada@example.com.', 'email');
}
