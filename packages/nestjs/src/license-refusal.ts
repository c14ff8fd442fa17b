import type { Refusal } from '@licet/core';
import { HttpException } from '@nestjs/common';

/** What the guard throws for a handler: core's answer, for {@link RefusalFilter} to send as it is. */
export class LicenseRefusal extends HttpException {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.body, refusal.status);
    this.refusal = refusal;
  }
}
