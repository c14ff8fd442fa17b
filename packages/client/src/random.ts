import { randomInt } from 'node:crypto';

/** A number from 0 to 1, 1 excluded. */
export type Random = () => number;

const steps = 2 ** 32;

/** By node:crypto, so that many installations do not come back at the same moment. */
export const systemRandom: Random = () => randomInt(steps) / steps;
