import {
  claimRules,
  isBoolean,
  isIdentifier,
  isInteger,
  isListOf,
  isNumericDate,
  isObjectOf,
  isReadable,
  isText,
  type ClaimRule,
  type ClaimRules,
} from './claim-shapes.js';
import type {
  DocumentClaims,
  DocumentKind,
  LicenseClaims,
  MachineLicenseClaims,
  MaintenanceClaims,
  PolicyClaims,
} from './claims.js';

/** One rule for each claim: what the type lets a document leave out the rule does too, and nothing else. */
type Members<Claims> = {
  readonly [Name in keyof Claims]-?: object extends Pick<Claims, Name>
    ? ClaimRule & { readonly optional: true }
    : Omit<ClaimRule, 'optional'>;
};

const isValueName = isText(/^[\x21-\x7e]{1,64}$/);
const isLabel = isReadable(200);
const isDays = isInteger(0, 36_500);
const isCount = isInteger(1, 2_147_483_647);
const optional = true;

/** The rules of a product's code, wherever one is written. */
export const productCodePattern: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const policy: Members<PolicyClaims> = {
  graceDays: { shape: isDays, optional },
  offlineDays: { shape: isDays, optional },
  onExpiry: { shape: isValueName, optional },
  onStale: { shape: isValueName, optional },
  onClockBack: { shape: isValueName, optional },
  devHosts: { shape: isBoolean, optional },
};

const maintenance: Members<MaintenanceClaims> = {
  supported: { shape: isBoolean },
  until: { shape: isNumericDate, optional },
};

const statusList = {
  idx: { shape: isInteger(0, 2 ** 20 - 1) },
  uri: { shape: isText(/^[\x21-\x7e]{1,512}$/) },
};

const common: Members<LicenseClaims> = {
  v: { shape: isInteger(1, 1) },
  iss: { shape: isIdentifier },
  sub: { shape: isIdentifier },
  jti: { shape: isIdentifier },
  gen: { shape: isInteger(1, Number.MAX_SAFE_INTEGER) },
  iat: { shape: isNumericDate },
  nbf: { shape: isNumericDate, optional },
  exp: { shape: isNumericDate, optional },
  product: { shape: isText(productCodePattern) },
  features: { shape: isListOf(isValueName), optional },
  maintenance: { shape: isObjectOf({ ...maintenance }), optional },
  policy: { shape: isObjectOf({ ...policy }), optional },
  status: {
    shape: isObjectOf({ status_list: { shape: isObjectOf(statusList) } }),
    optional,
  },
  holder: { shape: isLabel, optional },
  must: { shape: isListOf(isValueName), optional },
};

const domainEntry = {
  name: { shape: isText(/^[a-z0-9.:_-]{1,253}$/) },
  scope: { shape: isValueName },
};

const serial = { shape: isText(/^[\x21-\x7e]{1,64}$/) };
const machine: Members<MachineLicenseClaims> = {
  ...common,
  serial,
  computerId: { shape: isLabel, optional },
  siteCode: { shape: isLabel, optional },
};
const exp = { shape: isNumericDate };

const members: { readonly [Kind in DocumentKind]: Members<DocumentClaims[Kind]> } = {
  'domain-license': {
    ...common,
    domains: { shape: isListOf(isObjectOf(domainEntry), 1) },
    key: { shape: isText(/^[A-Za-z0-9_-]{43}$/), optional },
  },
  'single-user-license': machine,
  activation: machine,
  'network-license': {
    ...common,
    serial,
    serverPath: { shape: isReadable(1024) },
    seats: { shape: isCount },
  },
  'token-license': {
    ...common,
    exp,
    serial,
    identifier: { shape: isLabel, optional },
    bound: { shape: isBoolean },
  },
  lease: {
    ...common,
    exp,
    serial,
    lease: { shape: isIdentifier },
    leaseGen: { shape: isCount },
    identifier: { shape: isLabel },
  },
};

const rules = Object.fromEntries(
  Object.entries(members).map(([kind, rulesOfKind]) => [kind, claimRules(rulesOfKind)]),
) as Readonly<Record<DocumentKind, ClaimRules>>;

/** The rules of the members of one kind of document, in the order in which they are checked. */
export function claimRulesOf(kind: DocumentKind): ClaimRules {
  return rules[kind];
}

/** The names of all claims that a kind of document has words for; a reader ignores any other. */
export function claimNamesOf(kind: DocumentKind): readonly string[] {
  return rules[kind].map(({ name }) => name);
}

/** The kind of license that a document says to be by its `typ`; `undefined` for what is none. */
export function kindOfType(typ: unknown): DocumentKind | undefined {
  if (typeof typ !== 'string') return undefined;
  const kind = typ.replace(/\+jwt$/, '');
  return kind !== typ && isKind(kind) ? kind : undefined;
}

function isKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(rules, kind);
}
