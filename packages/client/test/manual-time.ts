import type { EpochSeconds } from '@licet/core';
import type { Schedule } from '../src/schedule.js';

interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/** A clock with its timers, moved by hand. */
export class ManualTime {
  /** The length of every timer that was ever set, in milliseconds. */
  readonly lengths: number[] = [];
  readonly #entries = new Set<Entry>();
  #milliseconds: number;

  constructor(start: EpochSeconds) {
    this.#milliseconds = start * 1000;
  }

  /** How many timers are set. */
  get waiting(): number {
    return this.#entries.size;
  }

  readonly clock = (): EpochSeconds => Math.floor(this.#milliseconds / 1000);

  readonly schedule: Schedule = (milliseconds, run) => {
    this.lengths.push(milliseconds);
    const entry = { at: this.#milliseconds + milliseconds, run };
    this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  };

  /** Sets the clock as an administrator would: timers do not notice. */
  setClock(instant: EpochSeconds): void {
    const change = instant * 1000 - this.#milliseconds;
    const entries = [...this.#entries];
    this.#entries.clear();
    this.#milliseconds += change;
    for (const { at, run } of entries) this.#entries.add({ at: at + change, run });
  }

  /** Lets time pass, and runs what falls due. */
  pass(milliseconds: number): void {
    const end = this.#milliseconds + milliseconds;
    for (let due = this.#nextBefore(end); due !== undefined; due = this.#nextBefore(end)) {
      this.#entries.delete(due);
      this.#milliseconds = due.at;
      due.run();
    }
    this.#milliseconds = end;
  }

  /** Lets the time pass until the next timer falls due. */
  passToNext(): void {
    const next = this.#nextBefore(Infinity);
    if (next !== undefined) this.pass(next.at - this.#milliseconds);
  }

  #nextBefore(end: number): Entry | undefined {
    return [...this.#entries].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
