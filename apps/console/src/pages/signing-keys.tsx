import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import type { SigningKey } from '../api/types.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { CopyButton } from '../ui/copy.js';
import { toWords } from '../ui/format.js';
import { Card, Page } from '../ui/layout.js';
import { Empty } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';

const lead =
  'Applications pin the root. Leaves sign in its name, so that they change without anybody noticing.';

export function SigningKeysPage() {
  const pages = usePages((cursor, signal) => v1.listSigningKeys({ cursor }, signal), []);
  const [use, setUse] = useState<'license' | 'status'>();
  const [stolen, setStolen] = useState<SigningKey>();
  const root = pages.items.find((key) => key.use === 'root');
  const rotations = (
    <>
      <Button onClick={() => setUse('license')}>Rotate for license files</Button>
      <Button onClick={() => setUse('status')}>Rotate for status lists</Button>
    </>
  );
  return (
    <Page title="Signing keys" lead={lead} actions={rotations}>
      {root && (
        <Card title="Pin this in your application">
          <pre class="pem" tabIndex={0} aria-label="Root key">
            {root.pem}
          </pre>
          <Copies signingKey={root} />
        </Card>
      )}
      <Table
        label="Signing keys"
        pages={pages}
        keyOf={({ kid }) => kid}
        columns={[
          { head: 'Use', cell: (key) => toWords(key.use) },
          { head: 'Status', cell: ({ status }) => <Badge text={status} /> },
          { head: 'Key id', cell: ({ kid }) => <code class="wrap">{kid}</code> },
          { head: 'Public key', cell: (key) => <Copies signingKey={key} /> },
          {
            head: '',
            cell: (key) =>
              key.use !== 'root' &&
              key.status !== 'burnt' && (
                <Button look="quiet" onClick={() => setStolen(key)}>
                  Stolen
                </Button>
              ),
          },
        ]}
        empty={<Empty title="There is no key">The server made some at its first start.</Empty>}
      />
      {stolen && (
        <Confirm
          title="Was this key stolen?"
          submit="Declare it stolen"
          onClose={() => setStolen(undefined)}
          onConfirm={async (key) => {
            await v1.burnSigningKey(stolen.kid, key);
            toast('The key counts no longer.');
            pages.reload();
          }}
        >
          Nothing that it signed counts any more, wherever guards hear of it: every file has to be
          fetched anew. Nobody can take that back. To change a key that is safe, rotate it.
        </Confirm>
      )}
      {use && (
        <Confirm
          title="Make a new leaf?"
          submit="Rotate"
          look="primary"
          onClose={() => setUse(undefined)}
          onConfirm={async (key) => {
            await v1.rotateSigningKey(use, key);
            toast('A new leaf signs from now on.');
            pages.reload();
          }}
        >
          New documents are signed with it. The one before is retired: what it signed stays good,
          and applications need no change.
        </Confirm>
      )}
    </Page>
  );
}

function Copies({ signingKey: { pem, jwk, xml } }: { readonly signingKey: SigningKey }) {
  return (
    <span class="row-actions">
      <CopyButton text={pem} label="PEM" />
      <CopyButton text={JSON.stringify(jwk)} label="JWK" />
      <CopyButton text={xml} label="XML" />
    </span>
  );
}
