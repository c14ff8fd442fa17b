import { useEffect, useState } from 'preact/hooks';

/** Where somebody is: the part of the address behind the #, so that the page works under any path. */
export interface Route {
  /** Decoded, such as `['licenses', 'lic_1']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

type Query = Readonly<Record<string, string | undefined>>;

/** The address of a view. Members of the query that are empty are left out. */
export function toHref(segments: readonly string[], query: Query = {}): string {
  const path = segments.map(encodeURIComponent).join('/');
  const members = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(members as [string, string][]).toString();
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

/** Reads the part of an address behind the #. What cannot be decoded is taken as it is. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return {
    segments: path.split('/').filter(Boolean).map(decode),
    query: new URLSearchParams(query),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Goes to a view; with `replace`, the one before cannot be gone back to. */
export function navigate(href: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(null, '', href);
    dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = href;
  }
}

/** Where somebody is, kept up to date. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const update = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return route;
}
