import { misuse } from '../program/failure.js';

/** A whole number within limits, from an option. */
export function readInteger(
  text: string | undefined,
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw misuse(`--${option} must be a whole number from ${least} to ${most}.`, option);
}
