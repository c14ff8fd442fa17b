/** The paths of the console: its page, and what the page needs besides `/v1`. */
export const consolePaths = {
  root: '/console',
  page: '/console/',
  asset: '/console/assets/:file',
  session: '/console/api/session',
  signIn: '/console/api/sign-in',
  signOut: '/console/api/sign-out',
  acceptInvitation: '/console/api/accept-invitation',
  password: '/console/api/password',
  sessions: '/console/api/sessions',
  endSession: '/console/api/sessions/:id/end',
  endOtherSessions: '/console/api/end-other-sessions',
  users: '/console/api/users',
  removeUser: '/console/api/users/:id/remove',
  invitations: '/console/api/invitations',
} as const;
