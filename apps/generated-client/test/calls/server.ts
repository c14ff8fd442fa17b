import { healthz, jwks, readyz, root } from '../../dist/index.js';
import type { Call } from '../world.js';

export const serverCalls: Readonly<Record<string, Call>> = {
  root: ({ client }) => root({ client }),
  healthz: ({ client }) => healthz({ client }),
  readyz: ({ client }) => readyz({ client }),
  jwks: ({ client }) => jwks({ client }),
};
