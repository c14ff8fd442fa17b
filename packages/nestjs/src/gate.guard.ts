import { toRefusal, type AccessRequirement, type Decision } from '@licet/core';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { contextRequest } from './context-request.js';
import { attachAccess } from './license-access.js';
import { LICENSE_GATE, type LicenseGate } from './license-gate.js';
import { LicenseRefusal } from './license-refusal.js';
import type { IncomingRequest } from './request-facts.js';

/** Where `@RequiresFeature` leaves the names of features, on a class and on a handler. */
export const featuresKey = '@licet/nestjs:features';

/**
 * Asks for a license once more, with every feature that the class and the handler require: what `@RequiresFeature` uses, and
 * what a gateway needs, whose messages pass no middleware. Resolvers and messages are answered with what Nest makes of a
 * guard's no. Throws in a context without an HTTP request.
 */
@Injectable()
export class LicenseGuard implements CanActivate {
  readonly #gate: LicenseGate;
  readonly #reflector: Reflector;

  constructor(@Inject(LICENSE_GATE) gate: LicenseGate, @Inject(Reflector) reflector: Reflector) {
    this.#gate = gate;
    this.#reflector = reflector;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = contextRequest(context);
    const decision = this.#decide(request, this.#requirements(context));
    if (decision.allowed) {
      attachAccess(request, decision.access);
      return true;
    }
    if (context.getType() !== 'http') return false;
    throw new LicenseRefusal(toRefusal(decision, request.headers.accept));
  }

  #requirements(context: ExecutionContext): readonly AccessRequirement[] {
    const targets = [context.getClass(), context.getHandler()];
    const features = this.#reflector.getAllAndMerge<string[]>(featuresKey, targets);
    return features.map((feature) => ({ feature }));
  }

  /** The first no, or the yes to all. */
  #decide(request: IncomingRequest, requirements: readonly AccessRequirement[]): Decision {
    for (const requirement of requirements.slice(1)) {
      const decision = this.#gate.check(request, requirement);
      if (!decision.allowed) return decision;
    }
    return this.#gate.check(request, requirements[0]);
  }
}
