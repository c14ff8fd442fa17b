import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Which rows of a long list are near enough to be seen. */
export interface RowWindow {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
}

/** Rows beyond both ends of the screen, so that scrolling shows no gaps. */
const margin = 12;

/** Follows the page as it scrolls. All rows are equally high, so that those far away need not exist. */
export function useRowWindow(count: number, rowHeight: number): RowWindow {
  const list = useRef<HTMLOListElement>(null);
  const [first, setFirst] = useState(0);
  const [visible, setVisible] = useState(40);
  useEffect(() => {
    const update = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setFirst(Math.max(0, Math.floor(-top / rowHeight) - margin));
      setVisible(Math.ceil(innerHeight / rowHeight) + 2 * margin);
    };
    update();
    addEventListener('scroll', update, { passive: true });
    addEventListener('resize', update);
    return () => {
      removeEventListener('scroll', update);
      removeEventListener('resize', update);
    };
  }, [rowHeight, count]);
  return { list, first: Math.min(first, count), last: Math.min(count, first + visible) };
}
