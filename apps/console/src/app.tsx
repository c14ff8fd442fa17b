import { useCallback, useEffect, useState } from 'preact/hooks';
import { account } from './api/account.js';
import { listenForSignOut, rememberCsrfToken, toProblem, type Problem } from './api/http.js';
import type { Session } from './api/types.js';
import { Navigation } from './navigation.js';
import { SignIn } from './pages/sign-in.js';
import { Welcome } from './pages/welcome.js';
import { useRoute } from './router.js';
import { SessionContext } from './session-context.js';
import { Toasts } from './ui/toast.js';
import { ProblemNotice, Skeleton } from './ui/notice.js';
import { findView } from './views.js';

/** The whole page: it asks who is signed in, and shows the view of the address or lets somebody sign in. */
export function App() {
  const route = useRoute();
  const { session, setSession, isKnown, problem } = useCurrentSession();
  const [section = '', token = ''] = route.segments;
  if (section === 'welcome') return <Welcome token={token} onSignedIn={setSession} />;
  if (problem !== undefined) {
    return (
      <main class="alone">
        <ProblemNotice problem={problem} onRetry={() => location.reload()} />
      </main>
    );
  }
  if (!isKnown) {
    return (
      <main class="alone">
        <Skeleton />
      </main>
    );
  }
  if (session === undefined) return <SignIn onSignedIn={setSession} />;
  return (
    <SessionContext.Provider value={{ session, setSession }}>
      <div class="shell">
        <a class="skip" href="#main" onClick={focusMain}>
          Skip to content
        </a>
        <Navigation section={section} />
        <main id="main" tabIndex={-1}>
          {findView(route)}
        </main>
      </div>
      <Toasts />
    </SessionContext.Provider>
  );
}

/** The address behind the # is the view's, so that the link cannot go there by itself. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function useCurrentSession() {
  const [session, setKnownSession] = useState<Session>();
  const [isKnown, setKnown] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const setSession = useCallback((next: Session | undefined) => {
    rememberCsrfToken(next?.csrfToken ?? '');
    setKnownSession(next);
    setKnown(true);
  }, []);
  useEffect(() => {
    listenForSignOut(() => setSession(undefined));
    account.readSession().then(
      (current) => setSession(current ?? undefined),
      (error: unknown) => setProblem(toProblem(error)),
    );
  }, []);
  return { session, setSession, isKnown, problem };
}
