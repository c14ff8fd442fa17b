import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { apiKeyScopes, type ApiKey } from '../api/types.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { Secret } from '../ui/copy.js';
import { Dialog } from '../ui/dialog.js';
import { SelectField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { formatDay, formatRelative } from '../ui/format.js';
import { Page } from '../ui/layout.js';
import { Empty, Tip } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';
import { useProductChoices } from '../ui/use-products.js';
import { textOf, withoutGaps } from '../ui/values.js';

const secondsPerDay = 86_400;

const scopes: Readonly<Record<ApiKey['scope'], string>> = {
  admin: 'Everything (admin)',
  issue: 'Products are read, licenses issued (issue)',
  client: 'Ships inside your product (client)',
};

export function ApiKeysPage() {
  const pages = usePages((cursor, signal) => v1.listApiKeys({ cursor }, signal), []);
  const [isCreating, setCreating] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey>();
  const create = (
    <Button icon="plus" look="primary" onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <Page title="API keys" lead="What programs sign in with." actions={create}>
      <Table
        label="API keys"
        pages={pages}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Name', cell: ({ name }) => name || 'No name' },
          { head: 'Key', cell: ({ kind, last4 }) => <code>{toHint(kind, last4)}</code> },
          { head: 'Scope', cell: ({ scope }) => scope },
          { head: 'Product', cell: ({ product = 'All' }) => product, isMinor: true },
          {
            head: 'Last used',
            cell: ({ lastUsedAt }) =>
              lastUsedAt === undefined ? 'Never' : formatRelative(lastUsedAt),
          },
          { head: 'Created', cell: ({ createdAt }) => formatDay(createdAt), isMinor: true },
          { head: '', cell: (key) => <End apiKey={key} onRevoke={() => setRevoked(key)} /> },
        ]}
        empty={<Empty title="No key yet" action={create} />}
      />
      {isCreating && <CreateDialog onCreated={pages.reload} onClose={() => setCreating(false)} />}
      {revoked && (
        <Confirm
          title="Revoke this key?"
          submit="Revoke key"
          onClose={() => setRevoked(undefined)}
          onConfirm={async (key) => {
            await v1.revokeApiKey(revoked.id, key);
            toast('The key is revoked.');
            pages.reload();
          }}
        >
          “{revoked.name}” …{revoked.last4} stops working at once, wherever it is used. Nobody can
          take that back.
        </Confirm>
      )}
    </Page>
  );
}

function toHint(kind: ApiKey['kind'], last4: string): string {
  return `licet_${kind === 'secret' ? 'sk' : 'pk'}_…${last4}`;
}

interface EndProps {
  readonly apiKey: ApiKey;
  readonly onRevoke: () => void;
}

function End({ apiKey: { revokedAt, expiresAt }, onRevoke }: EndProps) {
  if (revokedAt !== undefined) return <Badge text="revoked" />;
  if (expiresAt !== undefined && new Date(expiresAt).getTime() <= Date.now()) {
    return <Badge text="expired" />;
  }
  return (
    <Button look="quiet" onClick={onRevoke}>
      Revoke
    </Button>
  );
}

interface CreateDialogProps {
  readonly onCreated: () => void;
  readonly onClose: () => void;
}

function CreateDialog({ onCreated, onClose }: CreateDialogProps) {
  const products = useProductChoices('All products');
  const [created, setCreated] = useState<ApiKey>();
  if (created?.key !== undefined) {
    return (
      <Dialog title="Your new key" onClose={onClose}>
        <Tip tone="warn">It is shown this once. Keep it where secrets are kept.</Tip>
        <Secret text={created.key} label="Copy key" />
      </Dialog>
    );
  }
  return (
    <Dialog title="New API key" onClose={onClose}>
      <Form
        submit="Create key"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const days = textOf(values, 'expiresInSeconds');
          const body = withoutGaps({
            scope: values.scope,
            name: textOf(values, 'name'),
            product: textOf(values, 'product'),
            expiresInSeconds: days === undefined ? undefined : Number(days) * secondsPerDay,
          });
          setCreated(await v1.createApiKey(body, key));
          onCreated();
        }}
      >
        <TextField name="name" label="Name" placeholder="Web shop" hint="What it is for." />
        <SelectField
          name="scope"
          label="It may do"
          value="issue"
          choices={apiKeyScopes.map((value) => ({ value, label: scopes[value] }))}
        />
        <SelectField name="product" label="Of the product" choices={products} />
        <TextField
          name="expiresInSeconds"
          label="Days until it ends"
          type="number"
          min={1}
          isOptional
          hint="Empty: never."
        />
      </Form>
    </Dialog>
  );
}
