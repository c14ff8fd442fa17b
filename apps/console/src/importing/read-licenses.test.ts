import { describe, expect, it } from 'vitest';
import { readLicenses } from './read-licenses.js';

const rowsOf = (text: string, batch?: string) => {
  const reading = readLicenses(text, batch);
  if (!reading.ok) throw new Error(reading.detail);
  return reading.rows;
};

const keysOf = (text: string, batch?: string) => rowsOf(text, batch).map(({ key }) => key);

describe('a file of licenses', () => {
  it('has one request for each line, of the kind that its columns mean', () => {
    const text = [
      'Product,domain,computerid,serverPath,seats,features',
      'shop,example.com,,,,a;b',
      'shop,a.example b.example,,,,',
      'shop,,PC-1,,,',
      'shop,,,C:/x,5,',
      'shop,,,,7,',
    ].join('\n');
    expect(rowsOf(text).map(({ line, draft }) => [line, draft])).toEqual([
      [2, { kind: 'domain', product: 'shop', domain: 'example.com', features: ['a', 'b'] }],
      [
        3,
        {
          kind: 'domain',
          product: 'shop',
          domains: [{ domain: 'a.example' }, { domain: 'b.example' }],
        },
      ],
      [4, { kind: 'single-user', product: 'shop', computerId: 'PC-1' }],
      [5, { kind: 'network', product: 'shop', serverPath: 'C:/x', seats: 5 }],
      [6, { kind: 'token', product: 'shop', seats: 7 }],
    ]);
  });

  it('names each line by what it says, so that correcting another one changes no name', () => {
    const wrong = 'product,domain,seats\nshop,bad..domain,\nshop,a.example,\nshop,,1\nshop,,1\n';
    const right = 'seats,product,domain\n1,shop,\n,shop,good.example\n1,shop,\n,shop,a.example\n';
    const [first, ...others] = keysOf(wrong);
    const [one, corrected, two, moved] = keysOf(right);
    expect([moved, one, two]).toEqual(others);
    expect(corrected).not.toBe(first);
  });

  it('takes two equal lines for two licenses, and another batch for others', () => {
    const text = 'product,seats\nshop,1\nshop,1\n';
    expect(keysOf(text)).toEqual(keysOf(text));
    expect(new Set([...keysOf(text), ...keysOf(text, 'second')]).size).toBe(4);
  });

  it('has another name for each of many lines, whose count is not needed', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `shop,${String(index)}.example`);
    const keys = keysOf(['product,domain', ...lines].join('\n'));
    expect(new Set(keys).size).toBe(10_000);
    expect(keys.filter((key) => !key.endsWith('-0'))).toEqual([]);
  });

  it('leaves numbers that are none to the server, which says so', () => {
    expect(rowsOf('product,seats\nshop,many')[0]?.draft).toMatchObject({ seats: 'many' });
  });

  it.each([
    ['', 'empty'],
    ['product\n', 'no line'],
    ['domain\nexample.com', 'product is missing'],
    ['product,colour\nshop,red', '“colour”'],
  ])('that is %j is refused as a whole', (text, part) => {
    const reading = readLicenses(text);
    expect(reading.ok ? '' : reading.detail).toContain(part);
  });
});
