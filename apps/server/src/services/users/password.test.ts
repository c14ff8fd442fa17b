import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.js';

const hashOf = async (password: string) => {
  const hash = await hashPassword(password);
  if (!hash.ok) throw new Error(hash.detail);
  return hash.value;
};

describe('a password', () => {
  it('is known by its hash, and no other is', async () => {
    const hash = await hashOf('correct horse battery');
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword('correct horse battery', hash)).toEqual({ ok: true, value: true });
    expect(await isPassword('correct horse batterY', hash)).toEqual({ ok: true, value: false });
    expect(await hashOf('correct horse battery')).not.toBe(hash);
  });

  it('is the same however a keyboard composes it', async () => {
    const hash = await hashOf('Zürich im Regen');
    expect(await isPassword('Zu\u0308rich im Regen', hash)).toEqual({ ok: true, value: true });
  });

  it('of nobody is never right', async () => {
    expect(await isPassword('', undefined)).toEqual({ ok: true, value: false });
    expect(await isPassword('x', 'scrypt$1$1$1$broken')).toEqual({ ok: true, value: false });
  });

  it.each(['elevenchars', 'x'.repeat(257)])('of a wrong length is refused: %s', async (text) => {
    expect(await hashPassword(text, 'newPassword')).toMatchObject({
      code: 'invalid_field',
      field: 'newPassword',
    });
  });

  it('is refused at once when too many wait, rather than let them pile up', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        isPassword('x', 'scrypt$2$8$1$AAAAAAAAAAAAAAAAAAAAAA$' + 'A'.repeat(43)),
      ),
    );
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.length).toBe(40 - 17);
    expect(refused[0]).toMatchObject({ code: 'overloaded' });
    expect(await isPassword('x', undefined)).toMatchObject({ ok: true });
  });
});
