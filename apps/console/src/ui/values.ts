import type { Policy } from '../api/types.js';
import type { Values } from './form.js';

/** The text of a field; `undefined` when it is empty, so that it is not sent. */
export function textOf(values: Values, name: string): string | undefined {
  const text = values[name]?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** The number of a field. What is no number is sent as it is, for the server to say what is wrong with it. */
export function numberOf(values: Values, name: string): number | string | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** The parts of a field between commas or line breaks. */
export function listOf(values: Values, name: string): string[] {
  const parts = (values[name] ?? '').split(/[,\n]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** The policy of the fields of `PolicyFields`; members with their strictest meaning are left out. */
export function policyOf(values: Values): Policy {
  const action = (name: string) => (values[name] === 'block' ? undefined : textOf(values, name));
  const members = {
    graceDays: numberOf(values, 'graceDays'),
    offlineDays: numberOf(values, 'offlineDays'),
    onExpiry: action('onExpiry'),
    onStale: action('onStale'),
    onClockBack: action('onClockBack'),
    devHosts: values.devHosts === 'on' ? true : undefined,
  };
  return withoutGaps(members);
}

/** An object without its members that are not given. */
export function withoutGaps(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
