import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendChecksum, hasChecksum, randomSymbols } from './checksum.js';
import { createMasterKey, parseMasterKey } from './master-key.js';
import { createSealer } from './sealer.js';
import { createSealedVault, openVault } from './vault.js';

const symbols = fc.stringMatching(/^[A-Za-z0-9]{1,40}$/);

describe('a checksum', () => {
  it('is found behind the text that it was made for', () => {
    fc.assert(fc.property(symbols, (text) => hasChecksum(appendChecksum(text))));
  });

  it('is not found when a symbol was mistyped', () => {
    const alphabet = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(symbols, fc.nat(), fc.constantFrom(...alphabet), (text, at, symbol) => {
        const whole = appendChecksum(text);
        const index = at % whole.length;
        fc.pre(whole[index] !== symbol);
        return !hasChecksum(whole.slice(0, index) + symbol + whole.slice(index + 1));
      }),
    );
  });
});

describe('randomSymbols', () => {
  it('never gives the same twice and uses the whole alphabet', () => {
    const texts = Array.from({ length: 2000 }, () => randomSymbols(30));
    expect(new Set(texts).size).toBe(2000);
    expect(new Set(texts.join('')).size).toBe(62);
  });
});

describe('a master key', () => {
  it('is read back from its text', () => {
    const key = createMasterKey();
    expect(key.text).toMatch(/^licet_mk_[\w-]{49}$/);
    expect(key.bytes).toHaveLength(32);
    expect(parseMasterKey(key.text)).toEqual(key);
  });

  it('has an id of its own that tells nothing', () => {
    const [one, other] = [createMasterKey(), createMasterKey()];
    expect(one.id).not.toBe(other.id);
    expect(one.text).not.toContain(one.id);
  });

  it.each([[''], ['licet_mk_'], ['licet_sk_'], ['x'.repeat(58)]])('is not %j', (text) => {
    expect(parseMasterKey(text)).toBeUndefined();
  });

  it('is not read when a symbol is missing, added or wrong', () => {
    const { text } = createMasterKey();
    const wrong = text.endsWith('0') ? '1' : '0';
    for (const changed of [text.slice(0, -1), `${text}0`, text.slice(0, -1) + wrong, ` ${text}`]) {
      expect(parseMasterKey(changed)).toBeUndefined();
    }
  });
});

describe('a sealer', () => {
  const key = Buffer.alloc(32, 7);

  it('opens what it sealed for the same purpose', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, purpose) => {
        const sealer = createSealer(key);
        return Buffer.from(bytes).equals(sealer.open(purpose, sealer.seal(purpose, bytes)));
      }),
    );
  });

  it('never seals the same text alike', () => {
    const sealer = createSealer(key);
    expect(sealer.seal('p', 'text')).not.toBe(sealer.seal('p', 'text'));
  });

  it('does not open for another purpose, with another key, or after a change of any byte', () => {
    const sealer = createSealer(key);
    const sealed = sealer.seal('purpose', 'text');
    expect(() => sealer.open('other', sealed)).toThrow();
    expect(() => createSealer(Buffer.alloc(32, 8)).open('purpose', sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => sealer.open('purpose', changed.toString('base64url'))).toThrow();
    }
    expect(() => sealer.open('purpose', '')).toThrow();
  });
});

describe('a vault', () => {
  const masterKey = createMasterKey();
  const sealed = createSealedVault(masterKey);

  it('opens alike each time', () => {
    const [one, other] = [openVault(sealed, masterKey), openVault(sealed, masterKey)];
    expect(one.domainKeyHmac('KEY')).toBe(other.domainKeyHmac('KEY'));
    expect(one.auditMac('KEY')).toBe(other.auditMac('KEY'));
    expect(other.sealer.open('p', one.sealer.seal('p', 'text')).toString()).toBe('text');
  });

  it('keeps its hashes apart from each other and from those of another vault', () => {
    const vault = openVault(sealed, masterKey);
    const other = openVault(createSealedVault(masterKey), masterKey);
    const hashes = [
      vault.domainKeyHmac('KEY'),
      vault.requestHmac('KEY'),
      vault.auditMac('KEY'),
      other.auditMac('KEY'),
      other.domainKeyHmac('KEY'),
    ];
    expect(new Set(hashes).size).toBe(5);
  });

  it('does not open with another master key, and does not contain it', () => {
    expect(() => openVault(sealed, createMasterKey())).toThrow();
    expect(JSON.stringify(sealed)).not.toContain(masterKey.text.slice(9, 40));
  });
});
