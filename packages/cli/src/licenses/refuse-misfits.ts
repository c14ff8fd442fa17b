import { misuse } from '../program/failure.js';
import type { IssuedKind } from './kinds.js';
import type { PlaceValues } from './term-options.js';

type Binding = keyof PlaceValues | 'identifier';

/** What a license that is signed here can be bound to, by its kind. */
const bindings: Readonly<Record<IssuedKind, readonly Binding[]>> = {
  domain: ['domain', 'scope', 'domain-key'],
  'single-user': ['computer', 'site', 'serial'],
  activation: ['computer', 'site', 'serial'],
  network: ['server-path', 'seats', 'serial'],
  token: ['identifier', 'serial'],
};
const all = [...new Set(Object.values(bindings).flat())];

/** Throws a `CommandFailure` for what the kind has no words for: nobody may believe that he sold it. */
export function refuseMisfits(
  kind: IssuedKind,
  options: PlaceValues & { readonly identifier: string | undefined },
): void {
  const misfit = all.find((name) => isGiven(options[name]) && !bindings[kind].includes(name));
  if (misfit === undefined) return;
  const fitting = bindings[kind].map((name) => `--${name}`).join(', ');
  throw misuse(`A license of kind ${kind} has no --${misfit}, but ${fitting}.`, misfit);
}

function isGiven(value: PlaceValues[keyof PlaceValues]): boolean {
  return value !== undefined && value.length > 0;
}
