import type { App } from './app.js';

/** Notes the routes that are added from now on and tells which methods a path answers to, in any case of its letters. */
export function createAllowedMethods(app: App): (path: string) => string[] {
  const routes: { readonly method: string; readonly segments: readonly string[] }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const segments = toSegments(url);
    for (const one of [method].flat()) routes.push({ method: one, segments });
  });
  return (path) => {
    const segments = toSegments(path);
    const methods = routes.filter((route) => isMatch(route.segments, segments));
    return [...new Set(methods.map(({ method }) => method))].sort();
  };
}

function toSegments(path: string): string[] {
  return path.toLowerCase().split('/');
}

function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part.startsWith(':') || part === segments[index])
  );
}
