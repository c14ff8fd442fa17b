import type { Plan } from './row.js';

/** All rows in under five minutes. */
export const shortPlan: Plan = {
  rounds: 25,
  sliceMilliseconds: 20,
  processRounds: 7,
  loadRounds: 5,
  loadMilliseconds: 250,
  isShort: true,
};

export const longPlan: Plan = {
  rounds: 101,
  sliceMilliseconds: 40,
  processRounds: 25,
  loadRounds: 15,
  loadMilliseconds: 1000,
  isShort: false,
};

/** What a reader of the table has to know of how it came about. */
export function describePlan({ rounds, processRounds, loadRounds }: Plan): string {
  return `${String(rounds)} rounds, ${String(processRounds)} where each starts a process, ${String(loadRounds)} where a server is under load; A/A: the reference measured beside itself in the same rounds.`;
}
