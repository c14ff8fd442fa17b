import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { toProblem, type Problem } from '../api/http.js';

/** Something that is fetched: what is known of it, and what is wrong. While it is fetched anew, what was known stays. */
export interface Loaded<T> {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
  readonly replace: (data: T) => void;
}

/** Fetches, and fetches again when one of `dependencies` changes; what comes too late is dropped. */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
): Loaded<T> {
  const [state, setState] = useState<Pick<Loaded<T>, 'data' | 'problem' | 'isLoading'>>({
    data: undefined,
    problem: undefined,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState(({ data }) => ({ data, problem: undefined, isLoading: true }));
    loader.current(signal).then(
      (data) => {
        if (!signal.aborted) setState({ data, problem: undefined, isLoading: false });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setState(({ data }) => ({ data, problem: toProblem(error), isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [...dependencies, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback(
    (data: T) => setState({ data, problem: undefined, isLoading: false }),
    [],
  );
  return { ...state, reload, replace };
}
