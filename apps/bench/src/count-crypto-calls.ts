import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type AnyFunction = (...parameters: readonly unknown[]) => unknown;

/** How often `work` calls functions of node:crypto, from wherever they were imported. */
export function countCryptoCalls(work: () => void): number {
  let calls = 0;
  const functions = Object.entries(Object.getOwnPropertyDescriptors(crypto))
    .filter(([name, { value }]) => typeof value === 'function' && /^[a-z]/.test(name))
    .map(([name, { value }]) => [name, value as AnyFunction] as const);
  const counted = functions.map(
    ([name, original]) =>
      [
        name,
        (...parameters: readonly unknown[]) => {
          calls += 1;
          return original(...parameters);
        },
      ] as const,
  );
  install(counted);
  try {
    work();
  } finally {
    install(functions);
  }
  return calls;
}

function install(functions: readonly (readonly [string, AnyFunction])[]): void {
  Object.assign(crypto, Object.fromEntries(functions));
  syncBuiltinESMExports();
}
