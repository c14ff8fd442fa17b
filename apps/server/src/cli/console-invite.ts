import { system } from '../services/audit/actor.js';
import type { Context } from '../services/context.js';
import { createInvitation, toInvitationLink } from '../services/users/invitation.js';

/** Makes a link to the console, under the public address where there is one. */
export async function createInvitationLink(context: Context, address: string): Promise<string> {
  const token = await context.auditLog.transact(system, (db, record) =>
    createInvitation(context, null, db, record),
  );
  return toInvitationLink(context.publicUrl ?? address, token);
}
