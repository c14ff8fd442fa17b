import type { VerifiedDocument } from '../document/verified-license.js';
import type { EndCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import { isBurnt, verifyTrustList, type VerifiedTrustList } from '../trust/trust-list.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';
import { findEnd } from './find-end.js';
import { toListKey, type StatusListName, type VerifiedStatusList } from './status-list.js';
import type { ListDelivery } from './status-source.js';
import { verifyStatusList, type Inflate } from './verify-status-list.js';

/** Keeps the newest list of each name, and refuses older ones. */
export class ListShelf {
  readonly #pins: TrustedKeys;
  readonly #statusLists = new Map<string, VerifiedStatusList>();
  readonly #trustLists = new Map<string, VerifiedTrustList>();

  constructor(pins: TrustedKeys) {
    this.#pins = pins;
  }

  get statusLists(): readonly VerifiedStatusList[] {
    return [...this.#statusLists.values()];
  }

  /** The newest list of stolen keys of an issuer. */
  trustListOf(issuer: string): VerifiedTrustList | undefined {
    return this.#trustLists.get(issuer);
  }

  /** Why a document does not count any more, as far as is known. */
  endOf(document: VerifiedDocument): EndCode | undefined {
    const trustList = this.trustListOf(document.issuer);
    return findEnd(document, { statusList: this.#listOf(document), trustList });
  }

  /** When the list was signed that says that a document counts; `-Infinity` where there is none. */
  heardAt(document: VerifiedDocument): EpochSeconds {
    return this.#listOf(document)?.issuedAt ?? -Infinity;
  }

  takeStatusList(text: string, name: StatusListName, inflate: Inflate): ListDelivery {
    const pins = this.#pins;
    const trustList = this.trustListOf(name.issuer);
    const verification = verifyStatusList(text, { ...name, pins, inflate, trustList });
    return verification.ok
      ? keepNewer(this.#statusLists, toListKey(name), verification.list)
      : verification;
  }

  takeTrustList(text: string): ListDelivery {
    const verification = verifyTrustList(text, { pins: this.#pins });
    if (!verification.ok) return verification;
    const { list } = verification;
    const delivery = keepNewer(this.#trustLists, list.issuer, list);
    if (delivery.ok) this.#dropBurnt(list);
    return delivery;
  }

  /** With their numbers: whoever stole the key could have signed the highest there is. */
  #dropBurnt(trustList: VerifiedTrustList): void {
    for (const [key, list] of this.#statusLists) {
      if (isBurnt(list, trustList)) this.#statusLists.delete(key);
    }
  }

  #listOf({ status, issuer }: VerifiedDocument): VerifiedStatusList | undefined {
    return status && this.#statusLists.get(toListKey({ uri: status.uri, issuer }));
  }
}

function keepNewer<List extends { readonly sequence: number; readonly issuedAt: EpochSeconds }>(
  lists: Map<string, List>,
  key: string,
  list: List,
): ListDelivery {
  const { sequence, issuedAt } = list;
  if (sequence < (lists.get(key)?.sequence ?? 0)) {
    return { ok: false, code: 'older_list', detail: 'A later list of this name was seen already.' };
  }
  lists.set(key, list);
  return { ok: true, sequence, issuedAt };
}
