import { createDomainKey } from '@licet/issuer';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../app.js';
import type { Config } from '../config.js';
import { claimFirstService } from '../db/accounts.js';
import type { App } from '../http/app.js';
import { toLocalAddress } from '../local-address.js';
import { createApiKey } from '../services/api-keys/create-api-key.js';
import { anchorAuditLog } from '../services/audit/anchor.js';
import { system } from '../services/audit/actor.js';
import { keepAnchored, type Anchoring } from '../services/audit/keep-anchored.js';
import type { Context } from '../services/context.js';
import { createInvitation, toInvitationLink } from '../services/users/invitation.js';
import { startTracing } from '../telemetry/tracing.js';
import { version } from '../version.js';
import { describeFirstStart, type FirstKeys } from './first-start.js';

const drainMilliseconds = 8000;

/** A server that answers requests. */
export interface RunningServer {
  readonly address: string;
  /** Stops taking requests, finishes those under way and closes the database. */
  stop(): Promise<void>;
}

/** Where a server says what a person should read; its log goes elsewhere. */
export type Print = (text: string) => void;

/** Serves the API until it is stopped. Throws when it cannot; the database is closed then too. */
export async function serve(context: Context, config: Config): Promise<RunningServer> {
  try {
    return await listen(context, config);
  } catch (error) {
    await context.store.close();
    throw error;
  }
}

async function listen(context: Context, config: Config): Promise<RunningServer> {
  await startTracing();
  const app = await createApp(context, { ...config, logStream: process.stderr });
  // The key is opened before the first request needs it. Without one the server starts all the same: /readyz says so.
  await context.signers.active().catch(() => undefined);
  await app.listen({ host: config.host, port: config.port, listenTextResolver: () => 'listening' });
  const { address: host, port } = app.server.address() as AddressInfo;
  const address = toLocalAddress({ host, port });
  const anchoring = keepAnchored(
    () => anchorAuditLog(context),
    (error) => app.log.error(error),
  );
  return { address, stop: () => stop(app, context, anchoring, config.drainSeconds) };
}

/** Tells the address, and at the very first start the first keys. Who reads either may stop the server at once. */
export async function announce(context: Context, address: string, print: Print): Promise<void> {
  print(`Licet ${version} answers at ${address}\n`);
  if (context.publicUrl !== undefined) print(`Clients reach it at ${context.publicUrl}\n`);
  const first = await createFirstSecrets(context);
  if (first === undefined) return;
  const link = toInvitationLink(context.publicUrl ?? address, first.invitation);
  print(describeFirstStart(address, { ...first, link }, createDomainKey()));
}

/** The keys and the invitation of the first start; `undefined` at every other one. The claim is stored with them. */
async function createFirstSecrets(
  context: Context,
): Promise<(FirstKeys & { readonly invitation: string }) | undefined> {
  const { store, account, auditLog } = context;
  return auditLog.transact(system, async (db, record) => {
    if (!(await claimFirstService(db, account.id, store.now()))) return undefined;
    const name = 'first start';
    const secret = await createApiKey(context, { scope: 'admin', name }, db, record);
    const publishable = await createApiKey(context, { scope: 'client', name }, db, record);
    if (!secret.ok || !publishable.ok) throw new Error('The first keys could not be made.');
    const invitation = await createInvitation(context, null, db, record);
    return { secret: secret.value.text, publishable: publishable.value.text, invitation };
  });
}

/** First everybody is told, so that a balancer sends no more. Whoever is not done by the deadline is cut off, so that the database is closed in any case. */
async function stop(
  app: App,
  { store }: Context,
  anchoring: Anchoring,
  drainSeconds: number,
): Promise<void> {
  app.drain.hasBegun = true;
  await sleep(1000 * drainSeconds);
  const deadline = setTimeout(() => app.server.closeAllConnections(), drainMilliseconds);
  await app.close();
  clearTimeout(deadline);
  await anchoring.stop();
  await store.close();
}
