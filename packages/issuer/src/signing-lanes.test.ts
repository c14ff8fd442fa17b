import { describe, expect, it } from 'vitest';
import { generateSigningKey } from './signing-key.js';
import { createSigningLanes } from './signing-lanes.js';

describe('signing lanes', () => {
  it('make RS256 signatures that the public half verifies, however many are asked for at once', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const lanes = createSigningLanes({ lanes: 2 });
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
    const lanes = createSigningLanes({ lanes: 1 });
    const signatures = [1, 2, 3].map((octet) => lanes.sign(privateKey, Uint8Array.of(octet)));
    expect(lanes.waiting).toBe(2);
    await Promise.all(signatures);
    expect(lanes.waiting).toBe(0);
  });

  it('have a default number of lanes', async () => {
    const { privateKey, publicKey } = await generateSigningKey({ modulusBits: 2048 });
    const signature = await createSigningLanes().sign(privateKey, Uint8Array.of(1));
    expect(publicKey.verify(Uint8Array.of(1), signature)).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuse %d as their number',
    (lanes) => {
      expect(() => createSigningLanes({ lanes })).toThrow(
        expect.objectContaining({ code: 'invalid_options', option: 'lanes' }),
      );
    },
  );
});
