import { unreadableCharacters } from '../encoding/symbols.js';
import { latestInstant } from '../time/instant.js';
import { isJsonObject, type JsonObject } from './jws.js';

/** Tells whether a JSON value has the shape that a claim must have. */
export type ClaimShape = (value: unknown) => boolean;

/** A claim of a document: what it must look like, and whether a document may leave it out. */
export interface ClaimRule {
  readonly shape: ClaimShape;
  readonly optional?: true;
}

export const isInteger =
  (least: number, greatest: number): ClaimShape =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= greatest;

/** NumericDate of RFC 7519 section 2, restricted to whole seconds. */
export const isNumericDate: ClaimShape = isInteger(0, latestInstant);

export const isBoolean: ClaimShape = (value) => typeof value === 'boolean';

export const isText =
  (pattern: RegExp): ClaimShape =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

/** An id of ours, or whatever else names an issuer, a license or a document. */
export const isIdentifier: ClaimShape = isText(/^[\x21-\x7e]{1,128}$/);

/** What a person may read: no control or format characters, no halves of surrogate pairs. */
export const isReadable =
  (longest: number): ClaimShape =>
  (value) =>
    typeof value === 'string' &&
    value !== '' &&
    value.length <= longest &&
    !unreadableCharacters.test(value);

export const isListOf =
  (shape: ClaimShape, least = 0): ClaimShape =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(shape);

/** The rules of an object's members, in the order in which they are checked. */
export type ClaimRules = readonly (ClaimRule & { readonly name: string })[];

/** Lists rules once, so that checking a document allocates nothing. */
export function claimRules(members: Readonly<Record<string, ClaimRule>>): ClaimRules {
  return Object.entries(members).map(([name, rule]) => ({ name, ...rule }));
}

/** Members that no rule names are ignored, so that later versions can add some. */
export const isObjectOf = (members: Readonly<Record<string, ClaimRule>>): ClaimShape => {
  const rules = claimRules(members);
  return (value) => isJsonObject(value) && findShapeFault(value, rules) === undefined;
};

/** The name of the first claim that is missing or misshapen. */
export function findShapeFault(claims: JsonObject, rules: ClaimRules): string | undefined {
  for (const { name, shape, optional } of rules) {
    if (Object.hasOwn(claims, name) ? !shape(claims[name]) : optional !== true) return name;
  }
  return undefined;
}

/** Says that a payload is of a later version than this one, which knows the first alone. */
export function findVersionFault({ v }: JsonObject): string | undefined {
  return Number.isSafeInteger(v) && Number(v) > 1
    ? `Format version ${String(v)} is not known.`
    : undefined;
}
