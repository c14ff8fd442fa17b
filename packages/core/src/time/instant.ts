import { secondsPerDay, type EpochSeconds } from './clock.js';

/** Years 0001 to 9999, what RFC 3339 can write: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
const earliest = -62_135_596_800;
export const latestInstant: EpochSeconds = 253_402_300_799;

/** Anchored, and every digit run but the fraction is of fixed length: linear in the length of the text. */
const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const bareDate = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads an RFC 3339 date-time (section 5.6): the zone is required, "T" and "Z" may be lower case, a
 * fraction of any length is cut off. `undefined` for everything else: impossible dates, hour 24, leap
 * seconds (the epoch has no number for them), digits other than ASCII, white space, and instants that
 * an offset moves out of the years 0001 to 9999.
 */
export function parseInstant(text: string): EpochSeconds | undefined {
  const parts = dateTime.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, sign, offsetHour, offsetMinute] = parts;
  const offset = sign === undefined ? 0 : secondOfDay(offsetHour, offsetMinute, '0');
  const local = daysOf(year, month, day) * secondsPerDay + secondOfDay(hour, minute, second);
  return withinRange(local - (sign === '-' ? -offset : offset));
}

/** Reads when something starts: as {@link parseInstant}, and a bare date means its own midnight UTC. */
export function parseStartInstant(text: string): EpochSeconds | undefined {
  return parseBareDate(text, 0) ?? parseInstant(text);
}

/**
 * Reads when something ends, exclusively: as {@link parseInstant}, and a bare date means the next
 * midnight UTC, so that the named day still counts. `9999-12-31` has no next midnight that can be
 * written and gives `undefined`.
 */
export function parseEndInstant(text: string): EpochSeconds | undefined {
  return parseBareDate(text, 1) ?? parseInstant(text);
}

/**
 * Writes an instant as `2026-12-30T13:02:38Z`; parts of a second are cut off.
 * @throws RangeError outside the years 0001 to 9999, which no parser of this package lets in.
 */
export function formatInstant(seconds: EpochSeconds): string {
  const whole = withinRange(Math.floor(seconds));
  if (whole === undefined) throw new RangeError('The instant is outside the years 0001 to 9999.');
  const days = Math.floor(whole / secondsPerDay);
  const time = whole - days * secondsPerDay;
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60];
  return `${formatDays(days)}T${clock.map((part) => pad(part, 2)).join(':')}Z`;
}

function parseBareDate(text: string, addedDays: number): EpochSeconds | undefined {
  const [, year, month, day] = bareDate.exec(text) ?? [];
  return withinRange((daysOf(year, month, day) + addedDays) * secondsPerDay);
}

/** Also where what cannot be (not a number, by the functions below) becomes `undefined`. */
function withinRange(seconds: number): EpochSeconds | undefined {
  return seconds >= earliest && seconds <= latestInstant ? seconds : undefined;
}

/** NaN when no day has such a second. */
function secondOfDay(hours = '', minutes = '', seconds = ''): number {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : Number.NaN;
}

/** Days since 1970-01-01, NaN when the calendar has no such day. */
function daysOf(years = '', months = '', days = ''): number {
  const [year, month, day] = [Number(years), Number(months), Number(days)];
  if (year < 1 || month < 1 || month > 12) return Number.NaN;
  return day < 1 || day > daysInMonth(year, month) ? Number.NaN : daysFromCivil(year, month, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/*
 * The Gregorian calendar repeats every 400 years. Counted from 1 March, the leap day ends the year and
 * the months before it are a straight line of 153 days in 5 months, so that no table is needed.
 */
const daysPerEra = 146_097;
const daysToEpoch = 719_468;

function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * daysPerEra + yearOfEra * 365 + leapDays + dayOfYear - daysToEpoch;
}

function formatDays(days: number): string {
  const shifted = days + daysToEpoch;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const yearStart = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearStart;
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = ((marchMonth + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
