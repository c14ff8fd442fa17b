import type { Spread } from './spread.js';

/**
 * How long to measure. Many short rounds: the contestants of one round come so soon after each other that a neighbor on the
 * machine slows all of them alike.
 */
export interface Plan {
  /** Every contestant is measured once a round. */
  readonly rounds: number;
  /** About how long one contestant works in one round. */
  readonly sliceMilliseconds: number;
  /** Rounds of rows that start a process for every sample. */
  readonly processRounds: number;
  /** The same two for rows that put a whole server under load. */
  readonly loadRounds: number;
  readonly loadMilliseconds: number;
  /** Leaves out what takes minutes: the largest tables, most of the bursts. */
  readonly isShort: boolean;
}

/** One line of the table: a quantity measured beside its reference, with the goal for its median. */
export interface Line {
  readonly work: string;
  readonly ours: string;
  readonly reference: string;
  /** A ratio (`x`) over the rounds, or a quantity of its own; absent when the reference is not on this machine. */
  readonly measured?: Spread;
  readonly unit: 'x' | 'MB' | 's' | ' bytes';
  /** Without either, the quantity is only stated. */
  readonly atMost?: number;
  readonly atLeast?: number;
  /** The reference measured against itself in the same rounds: what the machine alone makes of a ratio of 1. */
  readonly control?: Spread;
}

/** One row of the list of goals. */
export interface Row {
  readonly id: string;
  measure(plan: Plan): Promise<readonly Line[]>;
}
