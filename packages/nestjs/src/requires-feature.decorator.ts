import { applyDecorators, SetMetadata, UseFilters, UseGuards } from '@nestjs/common';
import { featuresKey, LicenseGuard } from './gate.guard.js';
import { RefusalFilter } from './refusal.filter.js';

/**
 * Refuses a handler, or every handler of a class, unless the license names `feature`. What the class requires and what the
 * handler requires add up.
 */
export function RequiresFeature(feature: string): ClassDecorator & MethodDecorator {
  return applyDecorators(
    SetMetadata(featuresKey, [feature]),
    UseGuards(LicenseGuard),
    UseFilters(RefusalFilter),
  );
}
