import { execFile } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from './signing-key.js';
import { createSigningLanes } from './signing-lanes.js';

describe.each([{ ownThreads: false }, { ownThreads: true }])('signing lanes, %o', (kind) => {
  it('make RS256 signatures that the public half verifies, however many are asked for at once', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const lanes = createSigningLanes({ lanes: 2, ...kind });
    const texts = Array.from({ length: 20 }, (_, index) =>
      new TextEncoder().encode(`text ${String(index)}`),
    );
    const signatures = await Promise.all(texts.map((text) => lanes.sign(privateKey, text)));
    expect(texts.map((text, index) => publicKey.verify(text, signatures[index]!))).toEqual(
      texts.map(() => true),
    );
    expect(publicKey.verify(texts[0]!, signatures[1]!)).toBe(false);
  });

  it('keep all but one of the calls waiting when there is one lane', async () => {
    const { privateKey } = await generateSigningKey({ modulusBits: 2048 });
    const lanes = createSigningLanes({ lanes: 1, ...kind });
    const signatures = [1, 2, 3].map((octet) => lanes.sign(privateKey, Uint8Array.of(octet)));
    expect(lanes.waiting).toBe(2);
    await Promise.all(signatures);
    expect(lanes.waiting).toBe(0);
  });

  it('have a default number of lanes', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const signature = await createSigningLanes(kind).sign(privateKey, Uint8Array.of(1));
    expect(publicKey.verify(Uint8Array.of(1), signature)).toBe(true);
  });

  it('sign in order while nobody takes the answers, and each gets its own', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const lanes = createSigningLanes({ lanes: 1, ...kind });
    const order: number[] = [];
    const signatures = [1, 2, 3].map(async (octet) => {
      const signature = await lanes.sign(privateKey, Uint8Array.of(octet));
      order.push(octet);
      return publicKey.verify(Uint8Array.of(octet), signature);
    });
    expect(await Promise.all(signatures)).toEqual([true, true, true]);
    expect(order).toEqual([1, 2, 3]);
  });

  it('go on after a key that cannot sign, and tell its caller alone', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const secret = createSecretKey(Buffer.alloc(32));
    const lanes = createSigningLanes({ lanes: 1, ...kind });
    const failing = lanes.sign(secret, Uint8Array.of(1));
    const following = lanes.sign(privateKey, Uint8Array.of(2));
    await expect(failing).rejects.toThrow(/key/i);
    expect(publicKey.verify(Uint8Array.of(2), await following)).toBe(true);
  });

  it('keep no process from ending', async () => {
    const { privateKey } = await generateSigningKey({ modulusBits: 2048 });
    const issuer = new URL('../dist/index.js', import.meta.url).href;
    const program = `
      import { createPrivateKey } from 'node:crypto';
      import { createSigningLanes } from ${JSON.stringify(issuer)};
      const key = createPrivateKey(process.argv[1]);
      const { length } = await createSigningLanes(${JSON.stringify(kind)}).sign(key, Uint8Array.of(1));
      console.log(length);
    `;
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const args = ['--input-type=module', '--eval', program, '--', pem];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe('256\n');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuse %d as their number',
    (lanes) => {
      expect(() => createSigningLanes({ lanes, ...kind })).toThrow(
        expect.objectContaining({ code: 'invalid_options', option: 'lanes' }),
      );
    },
  );
});
