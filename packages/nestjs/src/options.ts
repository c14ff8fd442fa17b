import { OptionsError, type GateOptions } from '@licet/core';

/** What `LicetModule` is given: the options of every guard, and one of its own. */
export interface LicetModuleOptions extends GateOptions {
  /**
   * Paths that are served without a license, for health checks: each as it stands in the request, byte for byte, up to the
   * query, such as `/healthz`. Everything that is mounted at such a path is open to any host. By default none.
   */
  readonly unlicensedPaths?: readonly string[];
}

/** The module's own part of the options apart from that of the gate. */
export interface LicetModuleSettings {
  readonly gate: GateOptions;
  readonly unlicensedPaths: ReadonlySet<string>;
}

/** Takes the options apart. Throws core's `OptionsError` for a path that could never be one; the gate checks the rest. */
export function parseModuleOptions(options: LicetModuleOptions): LicetModuleSettings {
  const { unlicensedPaths = [], ...gate } = options;
  for (const [index, path] of unlicensedPaths.entries()) {
    if (/^\/[^?#*]*$/.test(path)) continue;
    const option = `unlicensedPaths[${String(index)}]`;
    throw new OptionsError(
      option,
      'expected a path such as "/healthz", without a query or a pattern.',
    );
  }
  return { gate, unlicensedPaths: new Set(unlicensedPaths) };
}
