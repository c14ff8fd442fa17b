import { join } from 'node:path';

/** What the shop takes from the environment; the licensing server reads the same variables. */
export interface Settings {
  /** Where the shop listens. */
  readonly port: number;
  /** Base address of the licensing server. */
  readonly server: string;
  /** Where the shop keeps its license. */
  readonly directory: string;
}

/** Reads the environment. An empty variable counts as not set. Throws for a port that is none. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const read = (name: string, otherwise: string): string => {
    const value = env[name] ?? '';
    return value === '' ? otherwise : value;
  };
  const readPort = (name: string, otherwise: string): number => toPort(name, read(name, otherwise));
  return {
    port: readPort('LICET_EXAMPLE_PORT', '3000'),
    server: `http://${toConnectable(read('HOST', '127.0.0.1'))}:${String(readPort('PORT', '8080'))}`,
    directory: join(read('LICET_DATA_DIR', './data'), 'example-shop'),
  };
}

function toPort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port <= 65_535) return port;
  throw new Error(`${name} must be a whole number from 1 to 65535.`);
}

/** A server that listens on every address is reached on the loopback one. */
function toConnectable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
