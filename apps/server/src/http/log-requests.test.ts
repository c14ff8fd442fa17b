import { expect, it } from 'vitest';
import { toErrorFields } from './log-requests.js';

it('an error is logged by kind, code and place, never by what it says', () => {
  const error = Object.assign(new TypeError('secret\n    at home'), {
    code: 'E_CODE',
    body: 'secret',
  });
  const fields = toErrorFields(error);
  expect(fields).toMatchObject({ type: 'TypeError', message: '', code: 'E_CODE' });
  expect(fields.stack).toContain('log-requests.test.ts');
  expect(JSON.stringify(fields)).not.toContain('secret');
  expect(toErrorFields('secret')).toEqual({ type: 'string', message: '', stack: '' });
});
