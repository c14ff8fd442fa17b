import { describe, expect, it } from 'vitest';
import { createLineKeys } from '../src/transfer/line-keys.js';
import { createRepeatCounter } from '../src/transfer/repeat-counter.js';

/** What a repeat counter has to tell, in the plainest way. */
function createPlainCounter(): (number: number) => number {
  const seen = new Map<number, number>();
  return (number) => {
    const count = seen.get(number) ?? 0;
    seen.set(number, count + 1);
    return count;
  };
}

const lineCount = 200_000;

describe('names of lines', () => {
  const line = {
    kind: 'token',
    product: 'acme-shop',
    serial: 'SERIAL-1',
    maintenance: { until: '2030-01-01', supported: true },
    features: ['b', 'a'],
  };

  it('are those of what a line says, equal lines told apart by count', () => {
    const [first, second] = [createLineKeys(''), createLineKeys('')];
    const names = [first({ a: 1, b: 2 }), first({ b: 2, a: 1 }), first({ a: 2 })];
    expect(new Set(names).size).toBe(3);
    expect([second({ a: 2 }), second({ a: 1, b: 2 }), second({ a: 1, b: 2 })]).toEqual([
      names[2],
      names[0],
      names[1],
    ]);
    expect(createLineKeys('again')({ a: 2 })).not.toBe(names[2]);
  });

  it('are those that reports of earlier versions tell of', () => {
    const nameLine = createLineKeys('');
    const lines = [line, { ...line, serial: 'SERIAL-2' }, line, line];
    expect([...lines.map(nameLine), createLineKeys('second')(line)]).toEqual([
      'import-lx-LVD7qmffy5Mz_a0NhQ--PWEfEwq3EeXc20WiYH2I-0',
      'import-t7h-J3ux6bsTx-iyzTKbU_BSSX4Phmg0JQJU29uB30k-0',
      'import-lx-LVD7qmffy5Mz_a0NhQ--PWEfEwq3EeXc20WiYH2I-1',
      'import-lx-LVD7qmffy5Mz_a0NhQ--PWEfEwq3EeXc20WiYH2I-2',
      'import-tALqTmz1loLWMWR5Igmay7Qd6_XPLL6IyPjV60NuvJw-0',
    ]);
  });

  it('count as a plain Map of the first six bytes does, in a long file with many repeats', () => {
    const nameLine = createLineKeys('');
    const countPlainly = createPlainCounter();
    const wrong = Array.from({ length: lineCount }, (_, index) => {
      const serial = index % 3 === 0 ? index % 1000 : index;
      const name = nameLine({ ...line, serial: `SERIAL-${serial}` });
      const hash = name.slice('import-'.length, 'import-'.length + 43);
      const count = countPlainly(Buffer.from(hash, 'base64url').readUIntBE(0, 6));
      return name === `import-${hash}-${count}` ? undefined : name;
    });
    expect(wrong.filter((name) => name !== undefined)).toEqual([]);
  });
});

describe('repeats', () => {
  /** One of four kinds of 48 bits, in turn. */
  const toNumber = (index: number): number => {
    const kinds = [
      // Their last 30 bits are the same: in a table of any size here they meet at one place.
      (index % 1000) * 2 ** 30,
      // The last places of a table, behind which its first are.
      2 ** 48 - 1 - (index % 1000),
      index % 1000,
      index * 1_234_567_891,
    ];
    return kinds[index % kinds.length] ?? 0;
  };

  it('are counted as in a plain Map, also where numbers meet at one place of a table', () => {
    const [count, countPlainly] = [createRepeatCounter(), createPlainCounter()];
    const wrong = Array.from({ length: lineCount }, (_, index) => toNumber(index)).filter(
      (number) => count(number) !== countPlainly(number),
    );
    expect(wrong).toEqual([]);
  });
});
