import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.js';
import { expectStatus, type Work } from './load.js';
import {
  echoBody,
  issue,
  paths,
  postRequest,
  product,
  toIssueBody,
  toValidateBody,
} from './licensing-server.js';
import { domainKeyOf, randomBelow } from './stock/licenses.js';

/** Requests that all are answered 200, one of them after the other at random. */
export function anyOf(requests: readonly string[]): Work {
  const all = requests.map((request) => Buffer.from(request));
  return async (connection) => {
    const request = all[randomBelow(all.length)] ?? Buffer.of();
    expectStatus(await connection.exchange(request), 200);
  };
}

/** The server's own echo: all that a request costs but for its work. */
export function echoWork(apiKey: string): Work {
  return anyOf([postRequest(paths.echo, apiKey, echoBody)]);
}

/** Operation 2 for one of so many stocked licenses, which has to be valid. */
export function statusWork(apiKey: string, licenses: number): Work {
  return async (connection) => {
    const domainKey = domainKeyOf(randomBelow(licenses));
    const answer = await connection.exchange(postRequest(paths.status, apiKey, { domainKey }));
    if (!expectStatus(answer, 200).startsWith('{"valid":true,'))
      throw new Error(`${domainKey} is not valid: ${answer.body}`);
  };
}

const signed = 16;

/** Operation 6 for one of some licenses, which are issued first. */
export async function prepareValidation(port: number, apiKey: string): Promise<Work> {
  const requests = await prepareValidateRequests(port, apiKey);
  const all = requests.map((request) => Buffer.from(request));
  return async (connection) => {
    const answer = await connection.exchange(all[randomBelow(all.length)] ?? Buffer.of());
    if (expectStatus(answer, 200) !== '{"valid":true}') throw new Error('A license is not valid.');
  };
}

export async function prepareValidateRequests(port: number, apiKey: string): Promise<string[]> {
  const keys = Array.from({ length: signed }, (_, index) => `SIGNED-${String(index)}`);
  return Promise.all(
    keys.map(async (key) => {
      await issue(port, apiKey, key);
      return postRequest(paths.validate, apiKey, await toValidateBody(port, apiKey, key));
    }),
  );
}

/** A lease as its checkout was answered. */
export interface Lease {
  readonly id: string;
  readonly generation: number;
}

export async function checkout(
  connection: Connection,
  apiKey: string,
  licenseId: string,
  holder: string,
): Promise<Lease> {
  const request = postRequest(paths.leases, apiKey, { licenseId, holder });
  return JSON.parse(expectStatus(await connection.exchange(request), 201)) as Lease;
}

/** What a holder does with the lease that it has. */
export async function useLease(
  connection: Connection,
  apiKey: string,
  { id, generation }: Lease,
  action: 'heartbeat' | 'release',
): Promise<void> {
  const request = postRequest(`${paths.leases}/${id}/${action}`, apiKey, { generation });
  expectStatus(await connection.exchange(request), 200);
}

/** Each worker checks a seat out and sends a sign of life for it again and again. */
export function heartbeatWork(apiKey: string, licenseIds: readonly string[]): Work {
  const leases = new Map<number, Lease>();
  return async (connection, worker) => {
    const lease = leases.get(worker);
    if (lease !== undefined) return useLease(connection, apiKey, lease, 'heartbeat');
    const licenseId = licenseIds[worker % licenseIds.length] ?? '';
    leases.set(worker, await checkout(connection, apiKey, licenseId, `worker-${String(worker)}`));
  };
}

/** Every holder is a new one, of any of the licenses. */
export function checkoutWork(apiKey: string, licenseIds: readonly string[]): Work {
  return async (connection) => {
    const licenseId = licenseIds[randomBelow(licenseIds.length)] ?? '';
    await checkout(connection, apiKey, licenseId, randomUUID());
  };
}

/** Operation 1 for a new key each time. */
export function issueWork(apiKey: string): Work {
  return async (connection) => {
    const request = postRequest(paths.issue, apiKey, toIssueBody(`ISSUE-${randomUUID()}`));
    expectStatus(await connection.exchange(request), 200);
  };
}

/** A serial number, which is a row and signs nothing. */
export function serialWork(apiKey: string): Work {
  const request = Buffer.from(postRequest(paths.serials, apiKey, { product, seats: 5 }));
  return async (connection) => {
    expectStatus(await connection.exchange(request), 201);
  };
}
