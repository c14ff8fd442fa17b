import { describe, expect, it } from 'vitest';
import { readLicenses } from './read-licenses.js';

const rowsOf = (text: string) => {
  const reading = readLicenses(text);
  if (!reading.ok) throw new Error(reading.detail);
  return reading.rows;
};

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

  it('gives a line the same key each time, and another file other keys', () => {
    const keysOf = (text: string) => rowsOf(text).map(({ key }) => key);
    const text = 'product,seats\nshop,1\nshop,1\n';
    expect(keysOf(text)).toEqual(keysOf(text));
    expect(new Set([...keysOf(text), ...keysOf(text.replace('shop,1', 'shop,2'))]).size).toBe(4);
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
