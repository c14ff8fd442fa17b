import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a child that serves guarded applications is given: a license, its root key, its product, and the platform of Nest. */
export const [license = '', publicKeys = '', product = '', platform = '']: readonly string[] =
  process.argv.slice(2);

/**
 * Starts one application with the guard and two with a layer that does nothing, in one process: they share the compiled code of
 * the framework and the same heap, so that nothing but the layer differs. Tells the parent their ports.
 */
export async function reportPorts(start: (guarded: boolean) => Promise<Server>): Promise<void> {
  const [guard, noop, control] = [await start(true), await start(false), await start(false)];
  process.send?.({ guard: portOf(guard), noop: portOf(noop), control: portOf(control) });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
