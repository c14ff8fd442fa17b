import { readClientAddress, type TrustedProxies } from '@licet/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail, type Failure } from '../problems.js';
import type { Caller } from '../services/api-keys/authenticate.js';
import { createRateLimiter, rateWindowSeconds, type RateLimiter } from '../traffic/rate-limiter.js';
import { rememberedClients } from '../traffic/recent-map.js';
import type { App } from './app.js';
import { sendProblem } from './send-problem.js';

/** How many requests a minute one client may send. 0 does not count. */
export interface RateOptions {
  readonly ratePerAddress: number;
  readonly ratePerKey: number;
  readonly now: () => number;
}

/** Counts a request, tells the client how it stands, and returns the refusal when there were too many. */
export interface Rates {
  countAddress(request: FastifyRequest, reply: FastifyReply): Failure | undefined;
  countKey(caller: Caller, reply: FastifyReply): Failure | undefined;
}

export function createRates({ ratePerAddress, ratePerKey, now }: RateOptions): Rates {
  const address = createPolicy('address', ratePerAddress, now);
  const key = createPolicy('key', ratePerKey, now);
  return {
    countAddress: ({ network }, reply) => address && count(address, network, reply),
    countKey: (caller, reply) => key && count(key, toKeySubject(caller), reply),
  };
}

/** Everybody can read a publishable key: counted as a whole, anybody could use it up for all who have it. */
function toKeySubject({ kind, apiKeyId, network }: Caller): string {
  return kind === 'secret' ? apiKeyId : `${apiKeyId} ${network}`;
}

/** Reads every client's address, and counts its requests before anything costs more than that. */
export function countAddresses(app: App, rates: Rates, trustedProxies: TrustedProxies): void {
  app.decorateRequest('network', '');
  app.addHook('onRequest', (request, reply, done) => {
    const { rawHeaders, socket } = request.raw;
    const { remoteAddress } = socket;
    request.network = readClientAddress({ rawHeaders, remoteAddress }, trustedProxies).network;
    const isCounted = request.is404 || request.routeOptions.config.isUncounted !== true;
    const failure = isCounted ? rates.countAddress(request, reply) : undefined;
    if (failure === undefined) done();
    else sendProblem(request, reply, failure);
  });
}

interface Policy {
  readonly name: string;
  readonly quota: number;
  /** The policy as clients are told it. */
  readonly item: string;
  readonly limiter: RateLimiter;
}

function createPolicy(name: string, quota: number, now: () => number): Policy | undefined {
  if (quota === 0) return undefined;
  const item = `"${name}";q=${String(quota)};w=${String(rateWindowSeconds)}`;
  const limiter = createRateLimiter({ quota, capacity: rememberedClients, now });
  return { name, quota, item, limiter };
}

/** The fields are those of draft-ietf-httpapi-ratelimit-headers-11; they are lists of all policies that a request came under. */
function count(
  { name, quota, item, limiter }: Policy,
  subject: string,
  reply: FastifyReply,
): Failure | undefined {
  const { isAllowed, remaining, waitSeconds } = limiter.take(subject);
  addToList(reply, 'ratelimit-policy', item);
  addToList(reply, 'ratelimit', `"${name}";r=${String(remaining)};t=${String(waitSeconds)}`);
  if (isAllowed) return undefined;
  const detail = `Wait ${String(waitSeconds)} seconds: at most ${String(quota)} requests a minute are answered per ${name}.`;
  return { ...fail('rate_limited', detail), retryAfterSeconds: waitSeconds };
}

function addToList(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  reply.header(name, typeof before === 'string' ? `${before}, ${item}` : item);
}
