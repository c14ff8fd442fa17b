import type { VerifiedLicense } from './document/verified-license.js';
import type { GateListener } from './gate-events.js';
import type { EpochSeconds } from './time/clock.js';

const secondsPerDay = 86_400;
const noticeDays = [30, 14, 7, 3, 1];

/** Reports an end that comes near, once at each of 30, 14, 7, 3 and 1 days before it, without any timer. */
export class ExpiryNotices {
  #license: VerifiedLicense | undefined;
  #nextAt: EpochSeconds = -Infinity;
  readonly #report: GateListener;

  constructor(report: GateListener) {
    this.#report = report;
  }

  /** To be called with every request: nearly always it is one comparison. */
  note(license: VerifiedLicense, now: EpochSeconds): void {
    if (license === this.#license && now < this.#nextAt) return;
    const { licenseId, expiresAt = Infinity } = license;
    const instants = noticeDays.map((days) => expiresAt - days * secondsPerDay);
    this.#license = license;
    this.#nextAt = instants.find((instant) => instant > now) ?? Infinity;
    const daysLeft = Math.ceil((expiresAt - now) / secondsPerDay);
    if (daysLeft >= 1 && daysLeft <= Math.max(...noticeDays)) {
      this.#report({ type: 'license-expiring', licenseId, expiresAt, daysLeft });
    }
  }
}
