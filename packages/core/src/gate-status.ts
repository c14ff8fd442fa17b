import type { EndCode, LicenseFailureCode, ListFailureCode, RefusalCode } from './errors.js';
import type { AccessWarning } from './access/decision.js';
import type { GateEvent } from './gate-events.js';
import type { LicenseShelf } from './license-shelf.js';
import { judgeStanding, toConcerns, type StandingCode } from './access/standing.js';
import { secondsPerDay, type EpochSeconds } from './time/clock.js';

/** How a gate stands, to be shown on an application's health page or scraped. Nothing in it is secret. */
export interface GateStatus {
  /** How many licenses are in use: more than one with a directory of them. */
  readonly licenses: number;
  /** The license in use, when there is exactly one. */
  readonly license: LicenseStatus | undefined;
  /** What went wrong since that license was taken up. */
  readonly lastFailure: { readonly code: LicenseFailureCode; readonly detail: string } | undefined;
  /** The status lists in use. */
  readonly statusLists: readonly ListStatus[];
  /** What went wrong with a list since one was last accepted. */
  readonly lastListFailure:
    { readonly code: ListFailureCode | 'unavailable'; readonly detail: string } | undefined;
  readonly counts: GateCounts;
}

/** A status list that a gate goes by. */
export interface ListStatus {
  readonly uri: string;
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
}

/** The license that a gate uses, and how it stands now. */
export interface LicenseStatus {
  readonly licenseId: string;
  readonly generation: number;
  readonly issuedAt: EpochSeconds;
  /** Exclusive; absent when permanent. */
  readonly expiresAt: EpochSeconds | undefined;
  /** Whole days until then, rounded up; negative after it. */
  readonly expiresInDays: number | undefined;
  /** The latest time in anything signed that was verified for it: `offlineDays` are counted from it. */
  readonly lastSignedAt: EpochSeconds;
  /** What is out of order: by the vendor's lists, by the clock; `grace` while expired within the days of grace. */
  readonly troubles: readonly (EndCode | StandingCode | 'grace')[];
}

/** Counters since the gate was made: they only grow. */
export interface GateCounts {
  readonly loaded: number;
  readonly failed: Readonly<Partial<Record<LicenseFailureCode, number>>>;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly warned: Readonly<Partial<Record<AccessWarning, number>>>;
}

/** Counts what a gate reports. */
export class GateMonitor {
  #loaded = 0;
  #lastFailure: GateStatus['lastFailure'];
  #lastListFailure: GateStatus['lastListFailure'];
  readonly #failed = new Map<LicenseFailureCode, number>();
  readonly #refused = new Map<RefusalCode, number>();
  readonly #warned = new Map<AccessWarning, number>();

  count(event: GateEvent): void {
    switch (event.type) {
      case 'license-loaded':
        this.#loaded++;
        this.#lastFailure = undefined;
        break;
      case 'license-failed':
        this.#lastFailure = { code: event.code, detail: event.detail };
        increment(this.#failed, event.code);
        break;
      case 'request-refused':
        increment(this.#refused, event.code);
        break;
      case 'request-warned':
        for (const warning of event.warnings) increment(this.#warned, warning);
        break;
      case 'list-loaded':
        this.#lastListFailure = undefined;
        break;
      case 'list-failed':
        this.#lastListFailure = { code: event.code, detail: event.detail };
        break;
      case 'license-ended':
      case 'license-reinstated':
      case 'license-removed':
      case 'license-expiring':
    }
  }

  /** A snapshot. */
  status(shelf: LicenseShelf, now: EpochSeconds): GateStatus {
    return {
      licenses: shelf.size,
      license: toLicenseStatus(shelf, now),
      lastFailure: this.#lastFailure,
      statusLists: shelf.lists.statusLists.map(({ uri, sequence, issuedAt }) => ({
        uri,
        sequence,
        issuedAt,
      })),
      lastListFailure: this.#lastListFailure,
      counts: {
        loaded: this.#loaded,
        failed: Object.fromEntries(this.#failed),
        refused: Object.fromEntries(this.#refused),
        warned: Object.fromEntries(this.#warned),
      },
    };
  }
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function toLicenseStatus(shelf: LicenseShelf, now: EpochSeconds): LicenseStatus | undefined {
  if (shelf.alone === undefined) return undefined;
  const { license } = shelf.alone;
  const { lastSignedAt, ended } = shelf.standingOf(shelf.alone);
  const { licenseId, generation, issuedAt, expiresAt } = license;
  const times = { lastSignedAt, clockMark: shelf.clockMark };
  return {
    licenseId,
    generation,
    issuedAt,
    expiresAt,
    expiresInDays:
      expiresAt === undefined ? undefined : Math.ceil((expiresAt - now) / secondsPerDay),
    lastSignedAt,
    troubles: [
      ...(ended === undefined ? [] : [ended]),
      ...toConcerns(judgeStanding(license, now, times)),
    ],
  };
}
