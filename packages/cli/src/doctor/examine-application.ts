import { request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { systemCodeOf } from '../program/failure.js';
import { cause, fine, notChecked, type Finding } from './finding.js';
import { trustAdvice } from './examine-proxies.js';

/** A running application, and the host that its visitors use. */
export interface ApplicationQuestion {
  readonly url: string | undefined;
  readonly host: string | undefined;
}

const timeoutMilliseconds = 10_000;

/** Asks the running application itself, once as a visitor and once as a proxy would. */
export async function examineApplication({
  url,
  host,
}: ApplicationQuestion): Promise<readonly Finding[]> {
  if (url === undefined) return [];
  if (host === undefined || !URL.canParse(url)) {
    return [notChecked('application', 'Give an address to --app, and --host to ask it for.')];
  }
  try {
    const direct = await statusOf(url, { host });
    const forwarded = await statusOf(url, { 'x-forwarded-host': host });
    return [explain(url, host, direct, forwarded)];
  } catch (error) {
    const code = systemCodeOf(error) ?? 'no answer';
    const detail = `${url} does not answer (${code}).`;
    const advice = 'Start the application, or give its address as this machine reaches it.';
    return [cause('application', 'app_unreachable', detail, advice)];
  }
}

function explain(url: string, host: string, direct: number, forwarded: number): Finding {
  const local = new URL(url).hostname;
  if (direct === 503) {
    const detail = `The application answers 503 for ${host}: it has no license yet.`;
    return cause('application', 'app_without_license', detail, 'See its log, and what is above.');
  }
  if (direct === 403) {
    const detail = `The application refuses ${host} (403).`;
    return cause('application', 'app_refuses', detail, 'See its log, and what is above.');
  }
  if (forwarded === 403) {
    const detail = `The application serves Host: ${host}, but ignores X-Forwarded-Host from ${local}.`;
    const advice = `If a proxy is in front: ${trustAdvice(local)}`;
    return cause('proxies', 'proxies_not_trusted', detail, advice, 'warning');
  }
  return fine('application', `The application serves ${host} (${direct}).`);
}

function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const send = url.startsWith('https:') ? requestSecurely : request;
  return new Promise((resolve, reject) => {
    const options = { headers, timeout: timeoutMilliseconds, agent: false };
    const sent = send(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end();
  });
}
