import { Type } from 'typebox';
import { touchAccount } from '../db/accounts.js';
import { findActiveKid } from '../db/signing-keys.js';
import type { App } from '../http/app.js';
import { describeOperation } from '../http/operation.js';
import { sendProblem } from '../http/send-problem.js';
import { fail } from '../problems.js';
import type { Context } from '../services/context.js';

const answer = Type.Object({ status: Type.Literal('ok') });
const config = { scope: 'none', isUncounted: true } as const;

/** `/healthz`: the process answers. `/readyz`: it can also do its work. */
export function addHealth(app: App, { store, account }: Context): void {
  const common = { tag: 'Server', isOpen: true, isUncounted: true, answer };
  const healthz = describeOperation({ ...common, id: 'healthz', summary: 'Is the process alive' });
  app.get('/healthz', { schema: healthz, config }, (_request, reply) =>
    reply.send({ status: 'ok' }),
  );
  const readyz = describeOperation({
    ...common,
    id: 'readyz',
    summary: 'Can requests be answered',
    codes: ['not_ready'],
  });
  app.get('/readyz', { schema: readyz, config }, async (request, reply) => {
    if (app.drain.hasBegun)
      return sendProblem(request, reply, fail('not_ready', 'Ask another server: this one stops.'));
    // A disk that is full, or can only be read, is seen by who writes: it is tried again here until it is well.
    if (!store.isWritable()) await store.write((db) => touchAccount(db, account.id));
    // A database that fails to answer makes this throw, and so is answered 503 as anywhere else.
    const kid = await findActiveKid(store.db, account.id, 'license');
    return kid === undefined
      ? sendProblem(request, reply, fail('not_ready', 'Make a signing key for licenses.'))
      : reply.send({ status: 'ok' });
  });
}
