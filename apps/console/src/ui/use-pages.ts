import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../api/types.js';
import { toProblem, type Problem } from '../api/http.js';

/** A list that grows by a page at a time. */
export interface Pages<T> {
  readonly items: readonly T[];
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  /** False when there is no more. */
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

interface State<T> {
  readonly items: readonly T[];
  /** `undefined` before the first page. */
  readonly cursor: string | null | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
}

const nothing = { items: [], cursor: undefined, problem: undefined, isLoading: true } as const;

/** Fetches the first page, and begins anew when one of `dependencies` changes. What was shown stays until the new first page is there. */
export function usePages<T>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  dependencies: readonly unknown[],
): Pages<T> {
  const [state, setState] = useState<State<T>>(nothing);
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  const controller = useRef(new AbortController());

  const fetchPage = useCallback((cursor: string | undefined, before: readonly T[]) => {
    const { signal } = controller.current;
    setState((old) => ({ ...old, problem: undefined, isLoading: true }));
    loader.current(cursor, signal).then(
      ({ items, nextCursor }) => {
        if (signal.aborted) return;
        const all = [...before, ...items];
        // A search may look through many entries in vain before it finds one.
        if (all.length === 0 && nextCursor !== null) {
          fetchPage(nextCursor, all);
          return;
        }
        setState({ items: all, cursor: nextCursor, problem: undefined, isLoading: false });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        setState((old) => ({ ...old, problem: toProblem(error), isLoading: false }));
      },
    );
  }, []);

  useEffect(() => {
    controller.current = new AbortController();
    fetchPage(undefined, []);
    return () => controller.current.abort();
  }, [...dependencies, round]);

  const { items, cursor, problem, isLoading } = state;
  const loadMore = () => {
    if (!isLoading && typeof cursor === 'string') fetchPage(cursor, items);
  };
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { items, problem, isLoading, hasMore: typeof cursor === 'string', loadMore, reload };
}
