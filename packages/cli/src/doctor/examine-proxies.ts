import { createTrustedProxies } from '@licet/core';
import { cause, fine, notChecked, type Finding } from './finding.js';

/** Looks whether the guard believes the proxy in front of it. */
export function examineProxies(
  trusted: readonly string[],
  proxy: string | undefined,
): readonly Finding[] {
  const proxies = parse(trusted);
  if ('topic' in proxies) return [proxies];
  if (proxy === undefined) {
    const detail =
      'If a proxy is in front, give --behind with its address as the application sees it.';
    return [notChecked('proxies', detail)];
  }
  if (proxies.trusts(proxy === 'unix' ? undefined : proxy)) {
    return [fine('proxies', `The proxy ${proxy} is trusted: its X-Forwarded-Host counts.`)];
  }
  const detail = `The proxy ${proxy} is not among the trusted ones: its X-Forwarded-Host is ignored.`;
  return [cause('proxies', 'proxies_not_trusted', detail, trustAdvice(proxy))];
}

/** What to write, wherever it is found that a proxy is not trusted. */
export function trustAdvice(proxy: string): string {
  return `Give the guard trustedProxies: ['${proxy}'], or let the proxy pass the Host header on.`;
}

function parse(trusted: readonly string[]) {
  try {
    return createTrustedProxies(trusted);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return cause('proxies', 'proxies_malformed', detail, 'Correct the list of trusted proxies.');
  }
}
