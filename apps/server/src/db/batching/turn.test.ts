import { describe, expect, it } from 'vitest';
import { createTurn } from './turn.js';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A turn whose works end when they are told to. */
function observe(mostMembers: number, mostUnderWay: number) {
  const begun: number[][] = [];
  const ends: (() => void)[] = [];
  const turn = createTurn<number>(
    (members) => {
      begun.push([...members]);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    { kind: 'test', mostMembers, mostUnderWay },
  );
  return { turn, begun, ends };
}

describe('a turn', () => {
  it('has everything that was added in one turn of the event loop, in order', async () => {
    const { turn, begun } = observe(10, 2);
    for (const member of [1, 2, 3]) turn.add(member);
    await Promise.resolve();
    expect(begun).toEqual([]);
    await nextTurn();
    turn.add(4);
    await nextTurn();
    expect(begun).toEqual([[1, 2, 3], [4]]);
  });

  it('has so many members at most, and then there is another', async () => {
    const { turn, begun } = observe(2, 2);
    for (const member of [1, 2, 3]) turn.add(member);
    await nextTurn();
    await nextTurn();
    expect(begun).toEqual([[1, 2], [3]]);
  });

  it('begins with what another one gave back', async () => {
    const { turn, begun, ends } = observe(10, 1);
    for (const member of [1, 2]) turn.add(member);
    await nextTurn();
    turn.add(3);
    turn.giveBack([2]);
    ends[0]?.();
    await nextTurn();
    await nextTurn();
    expect(begun).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  it('waits while enough are under way, and is fuller then', async () => {
    const { turn, begun, ends } = observe(10, 1);
    turn.add(1);
    await nextTurn();
    turn.add(2);
    await nextTurn();
    turn.add(3);
    await nextTurn();
    expect(begun).toEqual([[1]]);
    ends[0]!();
    await nextTurn();
    await nextTurn();
    expect(begun).toEqual([[1], [2, 3]]);
  });
});
