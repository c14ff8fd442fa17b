import { v1Paths } from '../routes/v1/paths.js';
import { v5Paths } from '../routes/v5/paths.js';

/** The keys that are made when a server first starts. */
export interface FirstKeys {
  readonly secret: string;
  readonly publishable: string;
}

/** What is printed at the first start. */
export interface FirstSecrets extends FirstKeys {
  /** To the console, for its first user. */
  readonly link: string;
}

/** What is printed once: a link to the console, the keys, and two commands that work as they stand. */
export function describeFirstStart(
  address: string,
  { secret, publishable, link }: FirstSecrets,
  domainKey: string,
): string {
  const product = { code: 'my-shop', name: 'My Shop' };
  const license = { scriptname: 'my-shop', domainname: 'example.com', domainkey: domainKey };
  return `
Open the console and become its first user. The link works once, and for a day:

  ${link}

These keys are shown this once. Keep them:

  secret key       ${secret}
  publishable key  ${publishable}

The secret key may do everything: it stays with you. The publishable key ships with your product.
Create a product and issue a license for it, in the console or here:

${toCurl(address + v1Paths.products, secret, product)}
${toCurl(address + v5Paths.generateDomainLicense, secret, license)}
`;
}

function toCurl(url: string, key: string, body: object): string {
  return `curl -sS ${url} -H 'X-Api-Key: ${key}' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
