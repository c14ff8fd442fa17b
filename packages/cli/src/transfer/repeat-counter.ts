/** Tells how often a number came before. */
export type RepeatCounter = (number: number) => number;

/** Numbers are spread over small tables, so that what grows at any moment is a small part of all. */
const tableCount = 256;
/** A power of two, as all sizes of tables are. */
const firstSize = 16;

/**
 * Counts numbers below 2^53 that are spread evenly, as those of a hash are. Made for millions that come once: such a number takes 11 to 22 bytes here, and
 * 45 in a Map, which needs as much again whenever it grows. Only what came twice is kept in a Map.
 */
export function createRepeatCounter(): RepeatCounter {
  const tables = Array.from({ length: tableCount }, createTable);
  const repeats = new Map<number, number>();
  return (number) => {
    const isNew = tables[number % tableCount]?.(Math.floor(number / tableCount));
    if (isNew === true) return 0;
    const count = (repeats.get(number) ?? 0) + 1;
    repeats.set(number, count);
    return count;
  };
}

/** A set of numbers with open addressing; says whether the number is new, and keeps it. */
function createTable(): (number: number) => boolean {
  let places = new Float64Array(firstSize);
  let count = 0;
  return (number) => {
    // No number is 0, which stands for an empty place.
    const entry = number + 1;
    const place = findPlace(places, entry);
    if (places[place] === entry) return false;
    places[place] = entry;
    count += 1;
    if (count > 0.75 * places.length) places = enlarge(places);
    return true;
  };
}

/** Where the entry is, or the empty place where it belongs. */
function findPlace(places: Float64Array, entry: number): number {
  let place = entry % places.length;
  while (places[place] !== 0 && places[place] !== entry) place = (place + 1) % places.length;
  return place;
}

function enlarge(places: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * places.length);
  for (const entry of places) if (entry !== 0) larger[findPlace(larger, entry)] = entry;
  return larger;
}
