import { formatInstant } from '@licet/core';
import type { SessionRow, UserRow } from '../../db/tables.js';

export function toUser({ user_id: id, email, name, created_at }: UserRow) {
  return { id, email, name, createdAt: formatInstant(created_at) };
}

export function toSessionView(row: SessionRow, currentId: string) {
  return {
    id: row.session_id,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: formatInstant(row.created_at),
    lastSeenAt: formatInstant(row.last_seen_at),
    isCurrent: row.session_id === currentId,
  };
}
