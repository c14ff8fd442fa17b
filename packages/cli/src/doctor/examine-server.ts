import { createLicetClient, type LicetClient, type Problem } from '@licet/client';
import { formatInstant, type Clock } from '@licet/core';
import { systemCodeOf } from '../program/failure.js';
import { loosely, toOptionNames } from '../server/open-server.js';
import { cause, fine, notChecked, type Finding } from './finding.js';

/** Where the license server is, and what the application says to it. */
export interface ServerQuestion {
  readonly server: string | undefined;
  readonly apiKey: string | undefined;
  readonly dangerouslyAllowHttp: boolean;
  readonly domainKey: string | undefined;
  /** Whether the license file says already that the domain key is another one. */
  readonly isWrongKey: boolean;
  readonly clock: Clock;
}

const timeoutMilliseconds = 10_000;
/** More than this between two clocks is no delay of the network. */
const toleranceSeconds = 300;

/** Looks whether the server can be reached, takes the API key, and what its records say. */
export async function examineServer(question: ServerQuestion): Promise<readonly Finding[]> {
  const { server, apiKey } = question;
  const keyForm = examineKeyForm(apiKey);
  if (server === undefined) {
    return [notChecked('server', 'No server was given: give --server.'), ...keyForm];
  }
  const reach = await examineReach(server, question.clock);
  const isReached = reach.every(
    ({ code }) => code !== 'server_unreachable' && code !== 'not_licet',
  );
  if (!isReached || apiKey === undefined) return [...reach, ...keyForm];
  const client = openClient(server, apiKey, question.dangerouslyAllowHttp);
  if ('topic' in client) return [...reach, client];
  return [...reach, ...keyForm, ...(await examineRecords(client, question))];
}

/** A key that may issue licenses has no place in what customers hold. */
function examineKeyForm(apiKey: string | undefined): readonly Finding[] {
  if (apiKey === undefined) return [notChecked('API key', 'No API key was given.')];
  if (!apiKey.startsWith('licet_sk_')) return [];
  return [secretKeyInApp('The application was given a secret key (licet_sk_…).')];
}

/** What to do about it, wherever the key was found. */
export function secretKeyInApp(detail: string): Finding {
  const advice = 'Revoke it, and ship a publishable key (licet_pk_…) in its place.';
  return cause('API key', 'secret_key_in_app', detail, advice);
}

function openClient(
  baseUrl: string,
  apiKey: string,
  dangerouslyAllowHttp: boolean,
): LicetClient | Finding {
  try {
    const settings = { timeoutMilliseconds, retries: 0, dangerouslyAllowHttp };
    return createLicetClient({ baseUrl, apiKey, ...settings });
  } catch (error) {
    const detail = toOptionNames(error instanceof Error ? error.message : String(error));
    const isKey = detail.startsWith('--api-key');
    const advice = 'Give the address with https: and without path, and the key as it was printed.';
    return isKey
      ? cause('API key', 'api_key_rejected', detail, advice)
      : cause('server', 'server_address_bad', detail, advice);
  }
}

async function examineReach(server: string, clock: Clock): Promise<readonly Finding[]> {
  if (!URL.canParse(server)) {
    const advice = 'Give an address such as https://licenses.example.com.';
    return [cause('server', 'server_unreachable', `"${server}" is no address.`, advice)];
  }
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const answer = await fetch(new URL('/', server), { redirect: 'manual', signal });
    const text = await answer.text();
    if (!answer.ok || !/^Licet\b/.test(text)) return [notLicet(server, answer)];
    return [
      fine('server', `${server} answers: ${text.trim().slice(0, 80)}.`),
      compareClocks(answer, clock),
    ];
  } catch (error) {
    return [unreachable(server, error)];
  }
}

function notLicet(server: string, { headers }: Response): Finding {
  const location = headers.get('location');
  if (location !== null && URL.canParse(location, server)) {
    const { origin } = new URL(location, server);
    const advice = 'Give the address that the server has itself: clients follow no redirects.';
    return cause('server', 'not_licet', `${server} redirects to ${origin}.`, advice);
  }
  const advice = 'Check address and port; a proxy or a portal may stand in between.';
  return cause('server', 'not_licet', `${server} answers, but it is no license server.`, advice);
}

function unreachable(server: string, error: unknown): Finding {
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  const code = systemCodeOf(reason) ?? 'no answer';
  const advice = 'Check address, network, firewall and certificate. The license file works on.';
  return cause('server', 'server_unreachable', `${server} cannot be reached (${code}).`, advice);
}

function compareClocks(answer: Response, clock: Clock): Finding {
  const there = Math.floor(Date.parse(answer.headers.get('date') ?? '') / 1000);
  const here = clock();
  if (Number.isNaN(there)) return notChecked('clock', 'The server does not tell its time.');
  const says = `It is ${formatInstant(here)} here and ${formatInstant(there)} at the server.`;
  if (Math.abs(there - here) <= toleranceSeconds) return fine('clock', says);
  const advice = 'Set the clock right; let the machine keep it by NTP.';
  return cause('clock', 'clock_differs', says, advice);
}

/**
 * Asks what the records say. A wrong domain key counts as a guess, and too many make the server refuse the customer's own: so none is sent that is
 * known to be wrong, and none only to try the API key.
 */
async function examineRecords(
  client: LicetClient,
  { domainKey, isWrongKey }: ServerQuestion,
): Promise<readonly Finding[]> {
  if (domainKey !== undefined && !isWrongKey) return examineStatus(client, domainKey);
  const advice =
    domainKey === undefined
      ? 'Give --domain-key to ask whether it was revoked.'
      : 'Not asked: the license has another domain key, and a wrong one counts as a guess there.';
  return [await examineApiKey(client), notChecked('status', advice)];
}

/** The server looks at the API key before anything else: when it misses the domain key, it has taken the API key. */
async function examineApiKey(client: LicetClient): Promise<Finding> {
  const result = await loosely(client).post(statusPath, { body: {} });
  const isTaken = result.ok || result.problem.status === 400;
  return isTaken ? keyTaken : explainProblem(result.problem);
}

const statusPath = '/gen/LicenseGen/check/license-status';
const keyTaken = fine('API key', 'The server takes the API key.');

async function examineStatus(client: LicetClient, domainKey: string): Promise<readonly Finding[]> {
  const result = await client.post(statusPath, { body: { domainKey } });
  return result.ok ? [keyTaken, explainStatus(result.data)] : [explainProblem(result.problem)];
}

function explainProblem({ code, detail, status }: Problem): Finding {
  if (status === 401 || status === 403) {
    const advice = 'Copy the key again, or create one: licet keys create --scope client';
    return cause('API key', 'api_key_rejected', detail, advice);
  }
  return cause('server', 'server_refused', `${code}: ${detail}`, 'Do what it says, and try again.');
}

/** What operation 2 answers; its message names state and date. */
function explainStatus({
  valid,
  message,
}: {
  readonly valid: boolean;
  readonly message: string;
}): Finding {
  if (valid) return fine('status', message);
  const [code, advice] =
    statusCauses.find(([, , pattern]) => pattern.test(message)) ?? unknownStatus;
  return cause('status', code, message, advice);
}

const unknownStatus = ['license_not_valid', 'Ask the vendor.'] as const;
const statusCauses = [
  ['license_revoked', 'Ask the vendor: it was ended for good.', /revoked/i],
  ['license_suspended', 'Ask the vendor to reinstate it.', /suspended/i],
  [
    'license_unknown',
    'Check the domain key, and that it is the right server. Do not try many: a wrong one counts as a guess there.',
    /no license/i,
  ],
  ['expired', 'Renew the license and fetch the new file.', /expired/i],
] as const;
