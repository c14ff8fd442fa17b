import {
  compareDomainKey,
  createTrustedKeys,
  matchesDomain,
  parseClaims,
  parseDomainName,
  readDocument,
  verifyDocument,
  type DomainLicenseClaims,
  type EpochSeconds,
  type PublicKey,
  type VerificationCode,
} from '@licet/core';
import { examineDates } from './examine-dates.js';
import { cause, fine, notChecked, type Finding } from './finding.js';

/** What the application expects of its license. */
export interface DocumentQuestion {
  readonly text: string;
  readonly keys: readonly PublicKey[];
  readonly product: string | undefined;
  readonly host: string | undefined;
  readonly domainKey: string | undefined;
  readonly now: EpochSeconds;
}

/** Looks at what the license says, also where an earlier look failed: all causes at once. */
export function examineDocument(question: DocumentQuestion): readonly Finding[] {
  const reading = readDocument(question.text);
  if (!reading.ok) return [];
  const { header, payload } = reading.document;
  if (header.typ !== 'domain-license+jwt') {
    const says = `The license is of type "${String(header.typ)}".`;
    const advice = 'A guard of a web application needs a domain license (domain-license+jwt).';
    return [cause('license', 'wrong_kind', says, advice)];
  }
  const parsing = parseClaims('domain-license', payload);
  const findings = [examineSignature(question, payload), examineProduct(question, payload.product)];
  return parsing.ok ? [...findings, ...examineClaims(parsing.claims, question)] : findings;
}

const signatureCauses: Partial<Record<VerificationCode, readonly [code: string, advice: string]>> =
  {
    untrusted_key: [
      'untrusted_key',
      "Pin the root key of the vendor that issued it, or get a license from this vendor's server.",
    ],
    bad_leaf: ['bad_leaf', 'Fetch the file again; else the vendor has to issue it anew.'],
    bad_signature: ['bad_signature', 'Fetch the file again: its contents were changed.'],
    needs_newer_guard: [
      'needs_newer_guard',
      'Update the guard (@licet/…): the license demands something that this version does not know.',
    ],
  };

function examineSignature({ text, keys, product }: DocumentQuestion, payload: object): Finding {
  if (keys.length === 0) return notChecked('signature', 'Not checked: there is no key.');
  const named = 'product' in payload && typeof payload.product === 'string' ? payload.product : '';
  const pins = createTrustedKeys(keys.map(({ jwk }) => jwk));
  const verification = verifyDocument(text, {
    kind: 'domain-license',
    product: product ?? named,
    pins,
  });
  if (verification.ok || verification.code === 'wrong_product') {
    return fine('signature', 'The license was signed by a trusted key.');
  }
  const { code, detail } = verification;
  const [name, advice] = signatureCauses[code] ?? [code, 'The vendor has to issue it anew.'];
  return cause('signature', name, detail, advice);
}

function examineProduct({ product }: DocumentQuestion, signed: unknown): Finding {
  const says = `The license is for the product "${String(signed)}".`;
  if (product === undefined) return notChecked('product', `${says} Give --product to compare.`);
  if (product === signed) return fine('product', says);
  const advice = `Use the license of "${product}", or correct the product code of the guard.`;
  return cause('product', 'wrong_product', says, advice);
}

function examineClaims(claims: DomainLicenseClaims, question: DocumentQuestion): Finding[] {
  return [
    examineHost(claims, question.host),
    examineDomainKey(claims, question.domainKey),
    ...examineDates(claims, question.now),
  ];
}

function examineHost({ domains }: DomainLicenseClaims, host: string | undefined): Finding {
  const list = domains.map(({ name, scope }) => `${name} (${scope})`).join(', ');
  const says = `The license is for ${list}.`;
  if (host === undefined) return notChecked('host', `${says} Give --host to compare.`);
  const parsing = parseDomainName(host);
  if (!parsing.ok) {
    const advice = 'Write the name alone, without scheme, port and path.';
    return cause('host', 'bad_host', `"${host}" is no host name: ${parsing.detail}`, advice);
  }
  const { name } = parsing;
  if (matchesDomain(name, domains)) return fine('host', `${says} ${name} is among them.`);
  const sibling = name.startsWith('www.') ? name.slice(4) : `www.${name}`;
  if (matchesDomain(sibling, domains)) {
    const advice = `Redirect visitors to ${sibling}, or ask for the scope host+www.`;
    return cause('host', 'www_or_apex', `${says} It covers ${sibling}, not ${name}.`, advice);
  }
  const advice = 'Open the site by the licensed name, or have the license transferred.';
  return cause('host', 'wrong_host', `${says} ${name} is not among them.`, advice);
}

function examineDomainKey(
  { sub: licenseId, key: keyHash }: DomainLicenseClaims,
  key: string | undefined,
): Finding {
  if (key === undefined) {
    return notChecked('domain key', 'Give --domain-key to compare it with the license.');
  }
  const comparison = compareDomainKey({ licenseId, keyHash }, key);
  if (comparison === 'not-signed') {
    return notChecked('domain key', 'The license does not hold its key: only its server knows.');
  }
  if (comparison === 'same') return fine('domain key', 'The domain key is the one of the license.');
  const advice = 'Use the domain key that was sold with this license.';
  return cause('domain key', 'wrong_domain_key', 'The domain key is another one.', advice);
}
