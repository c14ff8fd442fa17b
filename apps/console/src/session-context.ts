import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './api/types.js';

/** Who is signed in, and how to change that. */
export interface SessionState {
  readonly session: Session;
  readonly setSession: (session: Session | undefined) => void;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who is signed in, on the views that only they see. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error('Nobody is signed in.');
  return state;
}
