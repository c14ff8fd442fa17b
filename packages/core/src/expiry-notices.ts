import type { VerifiedLicense } from './document/verified-license.js';
import type { GateListener } from './gate-events.js';
import { secondsPerDay, type EpochSeconds } from './time/clock.js';

const noticeDays = [30, 14, 7, 3, 1];
const firstNoticeDays = 30;

/** Reports an end that comes near, once at each of 30, 14, 7, 3 and 1 days before it, without any timer. */
export class ExpiryNotices {
  readonly #nextAt = new WeakMap<VerifiedLicense, EpochSeconds>();

  constructor(private readonly report: GateListener) {}

  /** Reports if it is time to, and returns the instant from which to ask again. */
  note(license: VerifiedLicense, now: EpochSeconds): EpochSeconds {
    const dueAt = this.#nextAt.get(license) ?? -Infinity;
    if (now < dueAt) return dueAt;
    const { licenseId, expiresAt = Infinity } = license;
    const instants = noticeDays.map((days) => expiresAt - days * secondsPerDay);
    const nextAt = instants.find((instant) => instant > now) ?? Infinity;
    this.#nextAt.set(license, nextAt);
    const daysLeft = Math.ceil((expiresAt - now) / secondsPerDay);
    if (daysLeft >= 1 && daysLeft <= firstNoticeDays) {
      this.report({ type: 'license-expiring', licenseId, expiresAt, daysLeft });
    }
    return nextAt;
  }
}
