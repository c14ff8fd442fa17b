import { system } from '../../src/services/audit/actor.js';
import { createInvitation } from '../../src/services/users/invitation.js';
import type { Answer, TestServer } from './test-server.js';

export const password = 'correct horse battery staple';

/** A browser that is signed in: its cookie, and the token that its page knows. */
export interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
  /** Asks as the page does. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/** The secret of a new invitation, as the program makes one. */
export function invite({ context }: TestServer): Promise<string> {
  return context.auditLog.transact(system, (db, record) =>
    createInvitation(context, null, db, record),
  );
}

/** What somebody sends who accepts an invitation. */
export function toAcceptance(token: string, more: object = {}) {
  return { token, email: 'ada@example.com', name: 'Ada', password, ...more };
}

/** Makes a user by an invitation and gives the browser in which that happened. */
export async function join(server: TestServer, email = 'ada@example.com'): Promise<Browser> {
  const body = toAcceptance(await invite(server), { email });
  const answer = await server.post('/console/api/accept-invitation', body, { key: '' });
  return toBrowser(server, answer);
}

export function signIn(
  server: TestServer,
  credentials: { readonly email?: string; readonly password?: string } = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = { email: 'ada@example.com', password, ...credentials };
  return server.post('/console/api/sign-in', body, { key: '', headers });
}

/** The browser that got an answer with a cookie. */
export function toBrowser(server: TestServer, answer: Answer): Browser {
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const csrfToken = String(answer.json.csrfToken);
  return {
    cookie,
    csrfToken,
    ask: (method, path, body, headers = {}) => {
      const change = method === 'GET' ? {} : { 'x-csrf-token': csrfToken };
      const options = { key: '', headers: { cookie, ...change, ...headers } };
      return method === 'GET' ? server.get(path, options) : server.post(path, body, options);
    },
  };
}
