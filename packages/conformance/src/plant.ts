import type { Gate, GateOptions, Refusal, RequestFacts } from '@licet/core';

/** Something that an adapter can do wrong, at a place where it and core meet. */
export interface Fault {
  /** What it tells core about a request. */
  readonly facts?: (facts: RequestFacts) => RequestFacts;
  /** What it sends of core's answer. */
  readonly refusal?: (refusal: Refusal) => Refusal;
  /** What it makes of the options that it is given. */
  readonly options?: (options: GateOptions) => GateOptions;
  /** How it uses the gate. */
  readonly gate?: (gate: Gate) => Gate;
}

const none: Fault = {};
let planted: Fault = none;

/** Runs something with a fault in all that was made ready for faults. */
export async function withFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  planted = fault;
  try {
    return await run();
  } finally {
    planted = none;
  }
}

interface FactsModule<Args extends readonly unknown[]> {
  readonly requestFacts: (...args: Args) => RequestFacts;
}

/** Makes an adapter's `request-facts` ready for faults. */
export function inFacts<Args extends readonly unknown[]>({
  requestFacts,
}: FactsModule<Args>): FactsModule<Args> {
  return {
    requestFacts: (...args) => {
      const facts = requestFacts(...args);
      return planted.facts?.(facts) ?? facts;
    },
  };
}

interface RefusalModule<Response> {
  readonly sendRefusal: (response: Response, refusal: Refusal) => void;
}

/** Makes an adapter's `send-refusal` ready for faults. */
export function inRefusals<Response>({
  sendRefusal,
}: RefusalModule<Response>): RefusalModule<Response> {
  return {
    sendRefusal: (response, refusal) => {
      sendRefusal(response, planted.refusal?.(refusal) ?? refusal);
    },
  };
}

interface CoreModule {
  readonly createGate: (options: GateOptions) => Gate;
}

/** Makes what an adapter sees of core ready for faults. */
export function inGates<Core extends CoreModule>(core: Core): Core {
  return {
    ...core,
    createGate: (options: GateOptions) => {
      const gate = core.createGate(planted.options?.(options) ?? options);
      return planted.gate?.(gate) ?? gate;
    },
  };
}
