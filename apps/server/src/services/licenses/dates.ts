import { parseEndInstant, parseStartInstant, type EpochSeconds } from '@licet/core';
import { fail, succeed, type Outcome } from '../../problems.js';

/** The last instant that can be written: 9999-12-31T23:59:59Z. */
export const lastInstant: EpochSeconds = 253_402_300_799;

/** Reads a start; a date alone means its midnight. Codes: `invalid_date`. */
export function parseStart(text: string, field: string): Outcome<EpochSeconds> {
  return toOutcome(parseStartInstant(text), field);
}

/** Reads an end, which is exclusive; a date alone means the midnight after it. Codes: `invalid_date`. */
export function parseEnd(text: string, field: string): Outcome<EpochSeconds> {
  return toOutcome(parseEndInstant(text), field);
}

/** Reads the last instant of something; a date alone means all of that day. Codes: `invalid_date`. */
export function parseLast(text: string, field: string): Outcome<EpochSeconds> {
  const end = parseEnd(text, field);
  return end.ok && !text.includes(':') ? succeed(end.value - 1) : end;
}

/** An end that is still to come. Codes: `invalid_date`, `date_not_in_future`. */
export function parseFutureEnd(
  text: string,
  field: string,
  now: EpochSeconds,
): Outcome<EpochSeconds> {
  const end = parseEnd(text, field);
  if (!end.ok || end.value > now) return end;
  return fail('date_not_in_future', 'Send a date that is still to come.', field);
}

function toOutcome(instant: EpochSeconds | undefined, field: string): Outcome<EpochSeconds> {
  if (instant === undefined) {
    const detail = 'Send the date in the form 2026-12-30T13:02:38Z, with a zone.';
    return fail('invalid_date', detail, field);
  }
  return succeed(instant);
}
