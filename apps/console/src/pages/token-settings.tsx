import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import type { TokenSetting } from '../api/types.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { Secret } from '../ui/copy.js';
import { Dialog } from '../ui/dialog.js';
import { CheckField, SelectField, TextField } from '../ui/fields.js';
import { Form, type Values } from '../ui/form.js';
import { formatDuration } from '../ui/format.js';
import { Page } from '../ui/layout.js';
import { Empty, Tip } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';
import { useProductChoices } from '../ui/use-products.js';
import { numberOf, textOf, withoutGaps } from '../ui/values.js';

interface Choice {
  readonly action: 'edit' | 'rotate' | 'delete';
  readonly setting: TokenSetting;
}

export function TokenSettingsPage() {
  const pages = usePages((cursor, signal) => v1.listTokenSettings({ cursor }, signal), []);
  const [isCreating, setCreating] = useState(false);
  const [choice, setChoice] = useState<Choice>();
  const create = (
    <Button icon="plus" look="primary" onClick={() => setCreating(true)}>
      New setting
    </Button>
  );
  return (
    <Page title="Token settings" lead="How access tokens are made for your users." actions={create}>
      <Table
        label="Token settings"
        pages={pages}
        keyOf={({ id }) => String(id)}
        columns={[
          { head: 'Id', cell: ({ id }) => String(id) },
          { head: 'Name', cell: ({ name }) => name || 'No name' },
          { head: 'Issuer', cell: ({ issuer }) => issuer },
          { head: 'Audience', cell: ({ audience }) => audience, isMinor: true },
          { head: 'Lasts', cell: ({ lifetimeSeconds }) => formatDuration(lifetimeSeconds) },
          {
            head: 'Client keys',
            cell: ({ allowsClientKeys }) => (allowsClientKeys ? 'Yes' : 'No'),
            isMinor: true,
          },
          {
            head: '',
            cell: (setting) => (
              <span class="row-actions">
                <Button look="quiet" onClick={() => setChoice({ action: 'edit', setting })}>
                  Edit
                </Button>
                <Button look="quiet" onClick={() => setChoice({ action: 'rotate', setting })}>
                  New secret
                </Button>
                <Button look="quiet" onClick={() => setChoice({ action: 'delete', setting })}>
                  Delete
                </Button>
              </span>
            ),
          },
        ]}
        empty={
          <Empty title="No setting yet" action={create}>
            A setting says who the tokens are from and for, and how long each lasts.
          </Empty>
        }
      />
      {isCreating && <CreateDialog onDone={pages.reload} onClose={() => setCreating(false)} />}
      {choice && (
        <ChoiceDialog {...choice} onDone={pages.reload} onClose={() => setChoice(undefined)} />
      )}
    </Page>
  );
}

interface DialogProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function ChoiceDialog({ action, setting, onDone, onClose }: Choice & DialogProps) {
  if (action === 'edit') return <EditDialog {...{ setting, onDone, onClose }} />;
  if (action === 'rotate') return <RotateDialog {...{ setting, onDone, onClose }} />;
  return (
    <Confirm
      title="Delete this setting?"
      submit="Delete setting"
      onClose={onClose}
      onConfirm={async (key) => {
        await v1.deleteTokenSetting(setting.id, key);
        toast('The setting is deleted.');
        onDone();
      }}
    >
      Its tokens, and the client keys that they were exchanged for, stop working at once.
    </Confirm>
  );
}

function CreateDialog({ onDone, onClose }: DialogProps) {
  const products = useProductChoices('All products');
  const [created, setCreated] = useState<TokenSetting>();
  if (created?.secret !== undefined)
    return <SecretDialog secret={created.secret} onClose={onClose} />;
  return (
    <Dialog title="New token setting" onClose={onClose}>
      <Form
        submit="Create setting"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const body = withoutGaps({
            ...changeOf(values),
            issuer: textOf(values, 'issuer') ?? '',
            audience: textOf(values, 'audience') ?? '',
            product: textOf(values, 'product'),
          });
          setCreated(await v1.createTokenSetting(body, key));
          onDone();
        }}
      >
        <TextField name="issuer" label="Issuer" placeholder="https://licenses.example.com" />
        <TextField name="audience" label="Audience" placeholder="acme-shop" />
        <ChangeableFields />
        <SelectField name="product" label="Client keys are for" choices={products} />
      </Form>
    </Dialog>
  );
}

interface OfSetting extends DialogProps {
  readonly setting: TokenSetting;
}

function EditDialog({ setting, onDone, onClose }: OfSetting) {
  return (
    <Dialog title="Edit token setting" onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          await v1.changeTokenSetting(setting.id, withoutGaps(changeOf(values)), key);
          toast('Saved. New tokens follow it.');
          onDone();
          onClose();
        }}
      >
        <ChangeableFields setting={setting} />
      </Form>
    </Dialog>
  );
}

function RotateDialog({ setting, onDone, onClose }: OfSetting) {
  const [rotated, setRotated] = useState<TokenSetting>();
  if (rotated?.secret !== undefined)
    return <SecretDialog secret={rotated.secret} onClose={onClose} />;
  return (
    <Dialog title="Make a new secret?" onClose={onClose}>
      <Form
        submit="Make new secret"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const endsOldTokens = values.endsOldTokens === 'on';
          setRotated(await v1.rotateTokenSecret(setting.id, { endsOldTokens }, key));
          onDone();
        }}
      >
        <p>New tokens are signed with it. Those of before last until their own end.</p>
        <CheckField
          name="endsOldTokens"
          label="End the tokens of before at once"
          hint="After a theft."
        />
      </Form>
    </Dialog>
  );
}

function SecretDialog({
  secret,
  onClose,
}: {
  readonly secret: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="The secret" onClose={onClose}>
      <Tip tone="warn">It is shown this once. Who holds it can make tokens.</Tip>
      <Secret text={secret} label="Copy secret" />
    </Dialog>
  );
}

function ChangeableFields({ setting }: { readonly setting?: TokenSetting }) {
  return (
    <>
      <TextField name="name" label="Name" isOptional value={setting?.name} hint="For people." />
      <TextField
        name="lifetimeSeconds"
        label="Seconds that a token lasts"
        type="number"
        min={1}
        value={setting?.lifetimeSeconds ?? 3600}
      />
      <CheckField
        name="allowsClientKeys"
        label="Tokens can be exchanged for client keys"
        isChecked={setting?.allowsClientKeys === true}
        hint="A client key ends with its token at the latest."
      />
    </>
  );
}

function changeOf(values: Values) {
  return {
    name: textOf(values, 'name'),
    lifetimeSeconds: numberOf(values, 'lifetimeSeconds'),
    allowsClientKeys: values.allowsClientKeys === 'on',
  };
}
