import type { IncomingMessage } from 'node:http';
import type { Decision, GateOptions } from '@licet/core';
import type { FreshWork } from '../pass-time.js';
import type { Measure } from '../run-rounds.js';

/** The guard of one framework in this process. */
export interface Guard {
  /** Nanoseconds that a layer takes for a request which `makeRequest` makes: the guard, or one that does nothing. */
  measure(layer: Layer, makeRequest: () => IncomingMessage, sliceMilliseconds: number): Measure;
  /** The decision alone. */
  check(request: IncomingMessage): Decision;
  close(): void | Promise<void>;
}

export type Layer = 'guard' | 'noop';

/** How a framework calls its layers. */
export interface Calls<Exchange, Result> extends Readonly<
  Record<Layer, (exchange: Exchange) => Result>
> {
  /** Makes of Node's request what the framework hands to a layer; not timed. */
  toExchange(request: IncomingMessage): Exchange;
}

type Time<Result> = <Input>(work: FreshWork<Input, Result>, sliceMilliseconds: number) => Measure;

/** Measures layers as their framework calls them. */
export function measureBy<Exchange, Result>(
  time: Time<Result>,
  calls: Calls<Exchange, Result>,
): Guard['measure'] {
  return (layer, makeRequest, sliceMilliseconds) =>
    time({ prepare: () => calls.toExchange(makeRequest()), run: calls[layer] }, sliceMilliseconds);
}

/** The guards that there are, by the name of the framework. */
export type OpenGuard = (options: GateOptions) => Guard | Promise<Guard>;

/** Nothing comes after a layer here. */
export const goOn = (): void => undefined;
