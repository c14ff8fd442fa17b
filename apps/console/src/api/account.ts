import { requestJson, type RequestOptions } from './http.js';
import type { Page, Session, SessionItem, User } from './types.js';

const ask = <T>(path: string, options?: RequestOptions) =>
  requestJson<T>(`/console/api/${path}`, options);
const post = <T>(path: string, body?: object) =>
  ask<T>(path, { method: 'POST', ...(body && { body }) });

/** Signing in and out, which are not part of the public API. */
export const account = {
  readSession: async () => (await ask<{ readonly session: Session | null }>('session')).session,
  signIn: (body: object) => post<Session>('sign-in', body),
  acceptInvitation: (body: object) => post<Session>('accept-invitation', body),
  signOut: () => post<object>('sign-out'),
  changePassword: (body: object) => post<Session>('password', body),
  listSessions: () => ask<Page<SessionItem>>('sessions'),
  endSession: (id: string) => post<object>(`sessions/${encodeURIComponent(id)}/end`),
  endOtherSessions: () => post<object>('end-other-sessions'),
  listUsers: () => ask<Page<User>>('users'),
  removeUser: (id: string) => post<User>(`users/${encodeURIComponent(id)}/remove`),
  invite: () => post<{ readonly token: string }>('invitations'),
} as const;
