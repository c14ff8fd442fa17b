import { randomBytes } from 'node:crypto';
import type { Db } from '../../db/tables.js';
import type { ChainHead } from './entry.js';
import { createTurns } from './turns.js';

/** The end of the chain, for as long as one commit may add to it. */
export interface Link {
  /** Behind this entry the next one goes. */
  head: ChainHead;
  /** Lets the next commit have it. Of those that share a commit the first one to say so counts. */
  end(outcome: 'stored' | 'not stored' | 'unknown'): void;
}

/**
 * Gives the end of a new chain to one commit after another. All transactions with the same `db` are stored by one commit, and need
 * not wait for each other.
 */
export function createLinks(accountId: string): (db: Db) => Promise<Link> {
  const takeTurn = createTurns();
  let head = beginChain(accountId);
  let present: { readonly db: Db; readonly link: Link } | undefined;
  return async (db) => {
    if (present?.db === db) return present.link;
    const endTurn = await takeTurn();
    let isOver = false;
    const link: Link = {
      head,
      end(outcome) {
        if (isOver) return;
        isOver = true;
        present = undefined;
        if (outcome === 'stored') head = link.head;
        // What comes next must not depend on a commit that nobody can be sure of.
        if (outcome === 'unknown') head = beginChain(accountId);
        endTurn();
      },
    };
    present = { db, link };
    return link;
  };
}

function beginChain(account_id: string): ChainHead {
  return { account_id, chain: `chn_${randomBytes(12).toString('hex')}`, seq: 0, mac: '' };
}
