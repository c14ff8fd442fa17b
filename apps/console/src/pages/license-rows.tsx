import { useEffect, useRef, useState } from 'preact/hooks';
import type { License } from '../api/types.js';
import { toHref } from '../router.js';
import { Badge } from '../ui/badge.js';
import { toWords } from '../ui/format.js';
import type { Pages } from '../ui/use-pages.js';
import { useRowWindow } from '../ui/window-rows.js';
import { toSubject, toTerm } from './license-facts.js';

/** As the style sheet has them. */
const rowHeights = { wide: 48, narrow: 76 } as const;
const narrow = '(max-width: 46rem)';

/** A list of any length: only what is near the screen exists, and the next page comes before the end is reached. */
export function LicenseRows({ pages }: { readonly pages: Pages<License> }) {
  const { items, hasMore, isLoading, loadMore } = pages;
  const rowHeight = useIsNarrow() ? rowHeights.narrow : rowHeights.wide;
  const { list, first, last } = useRowWindow(items.length, rowHeight);
  const isNearEnd = last >= items.length - 5;
  const load = useRef(loadMore);
  load.current = loadMore;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoading) load.current();
  }, [isNearEnd, hasMore, isLoading]);
  return (
    <div class={isLoading ? 'rows pending' : 'rows'}>
      <div class="row head" aria-hidden="true">
        <span>For</span>
        <span>Product</span>
        <span>Kind</span>
        <span>Term</span>
        <span>Standing</span>
      </div>
      <ol ref={list} style={{ height: `${String(items.length * rowHeight)}px` }}>
        {items.slice(first, last).map((license, index) => (
          <li
            key={license.id}
            style={{ top: `${String((first + index) * rowHeight)}px` }}
            aria-setsize={hasMore ? -1 : items.length}
            aria-posinset={first + index + 1}
          >
            <Row license={license} />
          </li>
        ))}
      </ol>
      {hasMore && <p class="hint">More as you scroll.</p>}
    </div>
  );
}

function Row({ license }: { readonly license: License }) {
  const { id, kind, product, holder, standing } = license;
  return (
    <a class="row" href={toHref(['licenses', id])}>
      <span class="subject">
        <b>{toSubject(license)}</b>
        {holder !== undefined && <small>{holder}</small>}
      </span>
      <span class="minor">{product}</span>
      <span class="minor">{toWords(kind)}</span>
      <span>{toTerm(license)}</span>
      <Badge text={standing} />
    </a>
  );
}

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const media = matchMedia(narrow);
    const update = () => setNarrow(media.matches);
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, []);
  return isNarrow;
}
