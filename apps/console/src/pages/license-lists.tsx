import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { toProblem } from '../api/http.js';
import { randomId } from '../api/random-id.js';
import type { Activation } from '../api/types.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { formatRelative, formatTime, toWords } from '../ui/format.js';
import { Empty } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';
import { Actor, AuditDetails, toActionWords } from './audit-words.js';

interface OfLicense {
  readonly id: string;
}

export function Seats({ id, total }: OfLicense & { readonly total: number | undefined }) {
  const pages = usePages((cursor, signal) => v1.listSeats(id)({ cursor }, signal), [id]);
  const count = `${String(pages.items.length)}${pages.hasMore ? '+' : ''}`;
  return (
    <>
      <p class="list-head">
        <span>
          {count} of {total ?? '?'} taken
        </span>
        <Button look="quiet" onClick={pages.reload}>
          Refresh
        </Button>
      </p>
      <Table
        label="Seats in use"
        pages={pages}
        keyOf={({ leaseId }) => leaseId}
        columns={[
          { head: 'Seat', cell: ({ seat }) => String(seat + 1) },
          { head: 'Holder', cell: ({ holder }) => holder },
          { head: 'By', cell: ({ kind }) => toWords(kind) },
          { head: 'Since', cell: ({ takenAt }) => formatRelative(takenAt), isMinor: true },
          { head: 'Free', cell: ({ endsAt }) => formatRelative(endsAt) },
        ]}
        empty={<Empty title="All seats are free">A seat is taken when somebody works.</Empty>}
      />
    </>
  );
}

export function Activations({ id }: OfLicense) {
  const pages = usePages((cursor, signal) => v1.listActivations(id)({ cursor }, signal), [id]);
  const [revoked, setRevoked] = useState<Activation>();
  return (
    <>
      <Table
        label="Activations"
        pages={pages}
        keyOf={(activation) => activation.id}
        columns={[
          { head: 'For', cell: ({ identifier }) => <code>{identifier || 'unbound'}</code> },
          { head: 'By', cell: ({ kind }) => toWords(kind), isMinor: true },
          { head: 'Last issued', cell: ({ lastIssuedAt }) => formatTime(lastIssuedAt) },
          {
            head: 'End',
            cell: ({ expiresAt }) =>
              expiresAt === undefined ? 'Never' : formatRelative(expiresAt),
          },
          {
            head: '',
            cell: (activation) =>
              activation.revokedAt === undefined ? (
                <Button look="quiet" onClick={() => setRevoked(activation)}>
                  Revoke
                </Button>
              ) : (
                <Badge text="revoked" />
              ),
          },
        ]}
        empty={
          <Empty title="Not activated yet">
            A machine shows up here when it gets its code or its token.
          </Empty>
        }
      />
      {revoked && (
        <Confirm
          title="Revoke this activation?"
          submit="Revoke activation"
          onConfirm={async (key) => {
            await v1.revokeActivation(revoked.id, key);
            toast('The activation is revoked.');
            pages.reload();
          }}
          onClose={() => setRevoked(undefined)}
        >
          What {revoked.identifier} was given is not valid anymore. A seat that it holds is free at
          once.
        </Confirm>
      )}
    </>
  );
}

export function Holders({ id }: OfLicense) {
  const pages = usePages((cursor, signal) => v1.listHolders(id)({ cursor }, signal), [id]);
  const forget = async (identifier: string) => {
    try {
      await v1.forgetHolder(id, identifier, randomId());
      toast('Forgotten.');
    } catch (error) {
      toast(toProblem(error).detail);
    }
    pages.reload();
  };
  return (
    <Table
      label="Registered holders"
      pages={pages}
      keyOf={({ identifier }) => identifier}
      columns={[
        { head: 'Device', cell: ({ identifier }) => <code>{identifier || 'unbound'}</code> },
        { head: 'Name', cell: ({ name = '' }) => name },
        { head: 'E-mail', cell: ({ email = '' }) => email },
        {
          head: '',
          cell: ({ identifier }) => (
            <Button look="quiet" onClick={() => void forget(identifier)}>
              Forget
            </Button>
          ),
        },
      ]}
      empty={
        <Empty title="Nobody registered">
          Names and addresses that devices register are kept here, and nowhere in the tokens.
        </Empty>
      }
    />
  );
}

export function History({ id }: OfLicense) {
  const pages = usePages(
    (cursor, signal) => v1.listAuditLog({ license: id, cursor }, signal),
    [id],
  );
  return (
    <Table
      label="History"
      pages={pages}
      keyOf={({ chain, sequence }) => `${chain} ${String(sequence)}`}
      columns={[
        { head: 'When', cell: ({ at }) => <time dateTime={at}>{formatTime(at)}</time> },
        { head: 'What', cell: ({ action }) => toActionWords(action) },
        { head: 'Details', cell: ({ details }) => <AuditDetails details={details} isOfLicense /> },
        { head: 'Who', cell: ({ actor }) => <Actor actor={actor} />, isMinor: true },
      ]}
      empty={<Empty title="Nothing happened yet" />}
    />
  );
}
