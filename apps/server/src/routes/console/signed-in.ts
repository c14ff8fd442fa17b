import type { FastifyReply, FastifyRequest } from 'fastify';
import { createSessionReader } from '../../http/authenticate-session.js';
import { findCrossSiteFault } from '../../http/cross-site.js';
import { sendProblem } from '../../http/send-problem.js';
import type { Context } from '../../services/context.js';
import type { SignedIn, Visitor } from '../../services/users/session.js';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** The options of routes that everybody may ask, from our own pages. */
export function openToPages({ publicUrl }: Context) {
  const onRequest: Hook = async (request, reply) => {
    const fault = findCrossSiteFault(request, publicUrl);
    return fault && sendProblem(request, reply, fault);
  };
  return { onRequest, config: { scope: 'none' } } as const;
}

/** The options of routes that need somebody who is signed in. */
export function openToSignedIn(context: Context) {
  const readSession = createSessionReader(context);
  const onRequest: Hook = async (request, reply) => {
    const signedIn = await readSession(request);
    if (!signedIn.ok) return sendProblem(request, reply, signedIn);
    request.signedIn = signedIn.value;
    return undefined;
  };
  return { onRequest, config: { scope: 'none' } } as const;
}

/** Who is signed in, on a route that asks for that. */
export function signedInOf({ signedIn }: FastifyRequest): SignedIn {
  if (signedIn === undefined) throw new Error('The route does not ask for a session.');
  return signedIn;
}

export function visitorOf({ network, headers }: FastifyRequest): Visitor {
  return { network, userAgent: headers['user-agent'] ?? '' };
}
