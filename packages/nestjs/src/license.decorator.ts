import type { LicenseAccess } from '@licet/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { contextRequest } from './context-request.js';
import { accessOf } from './license-access.js';

/**
 * The `LicenseAccess` that was granted to the request, as a parameter of a handler or resolver; `undefined` on one of the
 * `unlicensedPaths`.
 */
export const License: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): LicenseAccess | undefined =>
    accessOf(contextRequest(context)),
);
