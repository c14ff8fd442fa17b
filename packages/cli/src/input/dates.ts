import { parseEndInstant, parseStartInstant, type EpochSeconds } from '@licet/core';
import { misuse } from '../program/failure.js';

const hint = 'write 2026-12-31 or 2026-12-30T13:02:38Z';

/** A start; a date alone means its midnight. */
export function readStart(text: string | undefined, option: string): EpochSeconds | undefined {
  return text === undefined ? undefined : orMisuse(parseStartInstant(text), option);
}

/** An end, which is exclusive; a date alone means the midnight after it. */
export function readEnd(text: string | undefined, option: string): EpochSeconds | undefined {
  return text === undefined ? undefined : orMisuse(parseEndInstant(text), option);
}

/** The last instant of something; a date alone means all of that day. */
export function readLast(text: string | undefined, option: string): EpochSeconds | undefined {
  const end = readEnd(text, option);
  return end === undefined || text?.includes(':') === true ? end : end - 1;
}

function orMisuse(instant: EpochSeconds | undefined, option: string): EpochSeconds {
  if (instant === undefined) throw misuse(`--${option} is no date: ${hint}.`, option);
  return instant;
}
