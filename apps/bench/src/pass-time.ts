import { toSpread } from './spread.js';
import type { Measure } from './run-rounds.js';

/** Work of nanoseconds on inputs that nobody has touched: strings that are not hashed, objects that no cache knows. */
export interface FreshWork<Input, Result = void> {
  /** Makes one input; not timed. */
  prepare(): Input;
  run(input: Input): Result;
}

/** Few enough inputs to stay in the processor's cache, where a server's own fresh strings are. */
const inputsPerPass = 32;

/**
 * Nanoseconds for one input. A pass is far shorter than a time slice of the operating system, and the median of many
 * passes leaves out those that were interrupted.
 */
export function passTime<Input>(work: FreshWork<Input>, sliceMilliseconds: number): Measure {
  return () => {
    const passes: number[] = [];
    const end = performance.now() + sliceMilliseconds;
    while (performance.now() < end) passes.push(timePass(work));
    return toSpread(passes).median;
  };
}

/** The same for work that ends some turns of the microtask queue later; these turns count. */
export function asyncPassTime<Input>(
  work: FreshWork<Input, Promise<void>>,
  sliceMilliseconds: number,
): Measure {
  return async () => {
    const passes: number[] = [];
    const end = performance.now() + sliceMilliseconds;
    while (performance.now() < end) passes.push(await timeAsyncPass(work));
    return toSpread(passes).median;
  };
}

function timePass<Input>(work: FreshWork<Input>): number {
  const inputs = prepareInputs(work);
  const start = process.hrtime.bigint();
  for (const input of inputs) work.run(input);
  return Number(process.hrtime.bigint() - start) / inputsPerPass;
}

async function timeAsyncPass<Input>(work: FreshWork<Input, Promise<void>>): Promise<number> {
  const inputs = prepareInputs(work);
  const start = process.hrtime.bigint();
  for (const input of inputs) await work.run(input);
  return Number(process.hrtime.bigint() - start) / inputsPerPass;
}

function prepareInputs<Input>(work: FreshWork<Input, unknown>): readonly Input[] {
  return Array.from({ length: inputsPerPass }, () => work.prepare());
}
