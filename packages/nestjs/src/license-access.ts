import type { LicenseAccess } from '@licet/core';
import type { IncomingRequest } from './request-facts.js';

/** By name, so that the ES module and the CommonJS build of this package find what the other one left. */
const accessKey: unique symbol = Symbol.for('@licet/nestjs:access');

type LicensedRequest = IncomingRequest & { [accessKey]?: LicenseAccess };

/** Leaves the access with the request of Node, which is the same object on every platform and in every context. */
export function attachAccess(request: LicensedRequest, access: LicenseAccess): void {
  request[accessKey] = access;
}

/** The access that was granted to a request; `undefined` on a path that is not licensed on purpose. */
export function accessOf(request: LicensedRequest): LicenseAccess | undefined {
  return request[accessKey];
}
