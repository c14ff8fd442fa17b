import { domainToUnicode } from 'node:url';
import { parseDomainName, type DomainEntry } from '@licet/core';
import { parse } from 'tldts';

/**
 * The outcome of {@link parseLicensedDomain}; `detail` is meant for the person who typed the
 * domain.
 */
export type LicensedDomainParsing =
  | {
      readonly ok: true;
      /** The entry to sign: its name is canonical ASCII. */
      readonly entry: DomainEntry;
      /** The name as people write it, to be shown beside the ASCII form before anybody signs it. */
      readonly unicode: string;
    }
  | {
      readonly ok: false;
      readonly code: 'invalid_domain' | 'public_suffix';
      readonly detail: string;
    };

/**
 * Reads the domain of a license as a person writes it.
 *
 * `example.com` and `www.example.com` cover both (`host+www`), `*.example.com` covers every name
 * one label below (`one-label`); an IP address or a name of one label such as `intranet` stands for
 * itself (`host`). Codes: `invalid_domain`, and `public_suffix` for a name under which strangers
 * register theirs (`co.uk`, `github.io`).
 */
export function parseLicensedDomain(text: string): LicensedDomainParsing {
  const isWildcard = text.startsWith('*.');
  const parsed = parseDomainName(isWildcard ? text.slice(2) : text);
  if (!parsed.ok) return { ok: false, code: 'invalid_domain', detail: parsed.detail };
  const { name, kind } = parsed;
  if (kind === 'ip') return isWildcard ? refuseWildcardAddress() : accept(name, 'host');
  if (isListedSuffix(name)) return refuseSuffix(name);
  if (isWildcard) return name.includes('.') ? accept(name, 'one-label') : refuseSuffix(name);
  return acceptWithWww(name);
}

/**
 * `www.com` and `www.localhost` stay whole: what is left without `www.` would be a suffix or
 * another machine.
 */
function acceptWithWww(name: string): LicensedDomainParsing {
  const bare = name.startsWith('www.') ? name.slice(4) : name;
  return bare.includes('.') && !isListedSuffix(bare)
    ? accept(bare, 'host+www')
    : accept(name, 'host');
}

function accept(name: string, scope: string): LicensedDomainParsing {
  return { ok: true, entry: { name, scope }, unicode: domainToUnicode(name) || name };
}

function refuseSuffix(name: string): LicensedDomainParsing {
  const detail = `Anybody may own a name under "${name}": license a domain below it.`;
  return { ok: false, code: 'public_suffix', detail };
}

function refuseWildcardAddress(): LicensedDomainParsing {
  return { ok: false, code: 'invalid_domain', detail: 'An IP address has no names below it.' };
}

/**
 * The name has been checked already, so tldts only has to look it up, in the private part of the
 * list as well.
 */
const lookUp = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
};

function isListedSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(name, lookUp);
  return publicSuffix === name && (isIcann === true || isPrivate === true);
}
