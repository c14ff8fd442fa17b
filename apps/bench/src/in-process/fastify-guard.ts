import { licenseGate } from '@licet/fastify';
import { fastify, type FastifyInstance } from 'fastify';
import { passTime } from '../pass-time.js';
import { toFastifyExchange, type FastifyExchange, type Hook } from './fastify-exchange.js';
import { goOn, measureBy, type OpenGuard } from './guard.js';

/** Calls a hook as Fastify does. */
const call =
  (hook: Hook) =>
  ({ request, reply }: FastifyExchange): void =>
    hook(request, reply, goOn);

/** The guard of Fastify: the hook that it adds when it is registered. */
export const openFastifyGuard: OpenGuard = async (options) => {
  const gate = licenseGate(options);
  const app = fastify();
  const hooks = recordHooks(app);
  await app.register(gate);
  const [guard] = hooks;
  if (guard === undefined) throw new Error('The guard has added no hook.');
  return {
    measure: measureBy(passTime, {
      toExchange: toFastifyExchange,
      guard: call(guard),
      noop: call((_request, _reply, done) => done()),
    }),
    check: (request) => gate.check(request),
    close: () => app.close(),
  };
};

/** The hooks of requests that are added from now on. */
function recordHooks(app: FastifyInstance): readonly Hook[] {
  const hooks: Hook[] = [];
  const addHook = app.addHook.bind(app) as (name: string, hook: Hook) => FastifyInstance;
  const record = (name: string, hook: Hook): FastifyInstance => {
    if (name === 'onRequest') hooks.push(hook);
    return addHook(name, hook);
  };
  Object.assign(app, { addHook: record });
  return hooks;
}
