import type { Gate } from '@licet/core';
import type { Fault } from '../plant.js';

/** A fault, and the names of the cases that have to fail for it: these and no others. */
export interface NamedFault extends Fault {
  /** What the guard does, as a sentence goes on after "a guard that". */
  readonly name: string;
  readonly fails: readonly (string | RegExp)[];
}

const byPolicy = /, then by on[A-Z][A-Za-z]+: /;
const readOnly = /, then by on[A-Z][A-Za-z]+: read-only$/;
const developmentHosts = 'serves development hosts to this machine alone when the policy allows it';

/** Faults that guards have had, or that are easily made, at each place where an adapter and core meet. */
export const faults: readonly NamedFault[] = [
  {
    name: 'keeps the first of several Host fields',
    facts: (facts) => ({ ...facts, rawHeaders: withOneHost(facts.rawHeaders) }),
    fails: [
      /^refused: (?:an empty |a )second Host field/,
      /^refused: .*two (?:equal )?Host fields$/,
      'refused: another Host field after it',
    ],
  },
  {
    name: 'reads no host in the target',
    facts: (facts) => ({ ...facts, url: '/' }),
    fails: [
      /^refused: (?:a list|a user and port|an empty port|an escaped letter|www only) in the target$/,
      /^refused: an absolute target (?:of another host|with a user)$/,
      'refused: a good field and a target of another host',
      'refused: the asterisk with GET',
      'refused: the licensed host as the user of the target',
    ],
  },
  {
    name: 'takes every method for GET',
    facts: (facts) => ({ ...facts, method: 'GET' }),
    fails: [readOnly, 'refuses unsafe methods alone when the policy says read-only'],
  },
  {
    name: 'does not know its peer',
    facts: (facts) => ({ ...facts, remoteAddress: undefined }),
    fails: [
      /^allowed: (?:X-)?Forwarded(?! without)/,
      /^refused: another (?:X-)?Forwarded(?:-Host| host) from the proxy$/,
      'allowed: a good field and a target of the same host as Host',
      'allowed: both fields for the same host',
      'refused: an empty X-Forwarded-Host',
      'refused: an empty host in Forwarded',
      developmentHosts,
    ],
  },
  {
    name: 'does not know its own address',
    facts: (facts) => ({ ...facts, localAddress: undefined }),
    fails: [developmentHosts],
  },
  {
    name: 'sends no page',
    refusal: (refusal) => ({ ...refusal, body: refusal.body.replace(/^<[^]*/, '') }),
    fails: [/in the form that the Accept field asks for$/],
  },
  {
    name: 'does not say when to come back',
    refusal: ({ headers: { 'retry-after': _, ...headers }, ...rest }) => ({ ...rest, headers }),
    fails: [
      'answers 503 with Retry-After while there is no license to decide by',
      'asks for patience without a file, and says no when the only one is forged',
    ],
  },
  {
    name: 'forgets what a route requires',
    gate: (gate) => ({ ...gate, check: (facts) => gate.check(facts) }),
    fails: [
      'refuses a missing feature in the form that the Accept field asks for',
      'requires a feature of one route and of no other',
    ],
  },
  {
    name: 'asks twice',
    gate: (gate) => ({
      ...gate,
      check: (...question) => {
        gate.check(...question);
        return gate.check(...question);
      },
    }),
    fails: [
      byPolicy,
      'asks for patience without a file, and says no when the only one is forged',
      'decides once about a request',
      'takes up a renewed file with one look, and tells of it',
    ],
  },
  {
    name: 'does not tell the handlers of a warning',
    gate: (gate) => ({ ...gate, check: (...question) => withoutWarnings(gate.check(...question)) }),
    fails: [
      /^serves through the days of grace /,
      /, then by on(?:Stale|ClockBack): (?:warn|read-only)$/,
    ],
  },
  {
    name: 'goes by the time of its start',
    options: ({ clock = () => 0, ...options }) => {
      const startedAt = clock();
      return { ...options, clock: () => startedAt };
    },
    fails: [
      byPolicy,
      'decides once about a request',
      'refuses a license that expires meanwhile, at the very second',
      'takes up a renewed file with one look, and tells of it',
    ],
  },
  {
    name: 'goes on watching when it is closed',
    gate: (gate) => ({ ...gate, close: () => undefined }),
    fails: ['stops watching its source when the application is closed'],
  },
];

/** As `request.headers` has them. */
function withOneHost(rawHeaders: readonly string[]): readonly string[] {
  const isHost = (index: number): boolean => rawHeaders[index]?.toLowerCase() === 'host';
  const first = rawHeaders.findIndex((_, index) => index % 2 === 0 && isHost(index));
  return rawHeaders.filter((_, index) => {
    const name = index - (index % 2);
    return name === first || !isHost(name);
  });
}

function withoutWarnings(decision: ReturnType<Gate['check']>): ReturnType<Gate['check']> {
  if (!decision.allowed) return decision;
  return { ...decision, access: { ...decision.access, warnings: [] } };
}
