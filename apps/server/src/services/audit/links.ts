import { randomBytes } from 'node:crypto';
import type { Db } from '../../db/tables.js';
import type { ChainHead } from './entry.js';
import { createTurns } from './turns.js';

/** The end of the chain, for as long as one commit may add to it. */
export interface Link {
  /** Behind this entry the next one goes. */
  head: ChainHead;
}

/** Gives the end of a chain to one commit after another. All transactions with the same `db` are stored by one commit. */
export interface Links {
  /** Waits until the commit before is over, unless it is one's own. */
  take(db: Db): Promise<Link>;
  /** Lets the next commit have it. Of those that share a commit the first one to say so counts. */
  end(db: Db | undefined, outcome: 'stored' | 'not stored' | 'unknown'): void;
}

/** Begins a new chain. */
export function createLinks(accountId: string): Links {
  const takeTurn = createTurns();
  let head = beginChain(accountId);
  let present: { readonly db: Db; readonly link: Link; readonly endTurn: () => void } | undefined;
  return {
    async take(db) {
      if (present?.db === db) return present.link;
      const endTurn = await takeTurn();
      const link = { head };
      present = { db, link, endTurn };
      return link;
    },
    end(db, outcome) {
      if (present === undefined || present.db !== db) return;
      const { link, endTurn } = present;
      present = undefined;
      if (outcome === 'stored') head = link.head;
      // What comes next must not depend on a commit that nobody can be sure of.
      if (outcome === 'unknown') head = beginChain(accountId);
      endTurn();
    },
  };
}

function beginChain(account_id: string): ChainHead {
  return { account_id, chain: `chn_${randomBytes(12).toString('hex')}`, seq: 0, mac: '' };
}
