import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { domainScopes, type License } from '../api/types.js';
import { Confirm } from '../ui/confirm.js';
import { Secret } from '../ui/copy.js';
import { Dialog } from '../ui/dialog.js';
import { CheckField, SelectField, TextField, toChoices } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Tip } from '../ui/notice.js';
import { toast } from '../ui/toast.js';
import { textOf, withoutGaps } from '../ui/values.js';
import { EditDialog } from './edit-license.js';
import type { LicenseDialogProps } from './license-dialog-props.js';
import { keepNewKey } from './new-key.js';

export type LicenseAction =
  'renew' | 'edit' | 'transfer' | 'activate' | 'rekey' | 'suspend' | 'reinstate' | 'revoke';

export function LicenseDialog(props: LicenseDialogProps & { readonly action: LicenseAction }) {
  const { action, ...rest } = props;
  switch (action) {
    case 'renew':
      return <RenewDialog {...rest} />;
    case 'edit':
      return <EditDialog {...rest} />;
    case 'transfer':
      return <TransferDialog {...rest} />;
    case 'activate':
      return <ActivationDialog {...rest} />;
    case 'rekey':
      return <RekeyDialog {...rest} />;
    case 'suspend':
    case 'reinstate':
    case 'revoke':
      return <StateDialog {...rest} action={action} />;
  }
}

function RenewDialog({ license, onChanged, onClose }: LicenseDialogProps) {
  return (
    <Dialog title="Renew" onClose={onClose}>
      <Form
        submit="Renew"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const validTo = values.isPermanent === 'on' ? null : (textOf(values, 'validTo') ?? '');
          const allowShorter = values.allowShorter === 'on' ? true : undefined;
          const body = withoutGaps({ validTo, allowShorter });
          onChanged(await v1.actOnLicense(license.id, 'renew', body, key));
          toast('Renewed. Guards that watch the server fetch the new file.');
          onClose();
        }}
      >
        <TextField name="validTo" label="New last day" type="date" isOptional />
        <CheckField name="isPermanent" label="For ever" hint="The license ends never again." />
        <CheckField
          name="allowShorter"
          label="Allow an earlier end"
          hint="The file that is out there becomes invalid then."
        />
      </Form>
    </Dialog>
  );
}

function TransferDialog({ license, onChanged, onClose }: LicenseDialogProps) {
  return (
    <Dialog title="Transfer" onClose={onClose}>
      <Tip tone="warn">The file that is out there becomes invalid. A new one is signed.</Tip>
      <Form
        submit="Transfer"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const names = ['domain', 'scope', 'computerId', 'siteCode', 'serverPath'];
          const body = withoutGaps(
            Object.fromEntries(names.map((name) => [name, textOf(values, name)])),
          );
          onChanged(await v1.actOnLicense(license.id, 'transfer', body, key));
          toast('Transferred.');
          onClose();
        }}
      >
        <TargetFields license={license} />
      </Form>
    </Dialog>
  );
}

function TargetFields({ license }: Pick<LicenseDialogProps, 'license'>) {
  if (license.kind === 'network') {
    return (
      <TextField name="serverPath" label="New server path" isCode value={license.serverPath} />
    );
  }
  if (license.kind === 'single-user') return <MachineFields />;
  return (
    <div class="grid">
      <TextField name="domain" label="New domain" isCode placeholder="shop.example.com" />
      <SelectField
        name="scope"
        label="Reach"
        value={license.domains?.[0]?.scope ?? 'host+www'}
        choices={toChoices(domainScopes)}
      />
    </div>
  );
}

/** Names a machine: that of the license, or another when there is none. */
function MachineFields({ license }: { readonly license?: License }) {
  return (
    <div class="grid">
      <TextField
        name="computerId"
        label="Computer id"
        isOptional
        isCode
        value={license?.computerId}
      />
      <TextField name="siteCode" label="Site code" isOptional isCode value={license?.siteCode} />
    </div>
  );
}

function ActivationDialog({ license, onChanged, onClose }: LicenseDialogProps) {
  const [code, setCode] = useState<string>();
  if (code !== undefined) {
    return (
      <Dialog title="Activation code" onClose={onClose}>
        <p>Paste it into the product on that machine.</p>
        <Secret text={code} label="Copy code" />
      </Dialog>
    );
  }
  return (
    <Dialog title="Activation code" onClose={onClose}>
      <Form
        submit="Make code"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const computerId = textOf(values, 'computerId');
          const siteCode = textOf(values, 'siteCode');
          const body = withoutGaps({ computerId, siteCode });
          const made = await v1.createActivationCode(license.id, body, key);
          setCode(made.code);
          onChanged(await v1.readLicense(license.id));
        }}
      >
        <p class="hint">Either the computer id or the site code that the product shows.</p>
        <MachineFields license={license} />
      </Form>
    </Dialog>
  );
}

function RekeyDialog({ license, onChanged, onClose }: LicenseDialogProps) {
  const [newKey, setNewKey] = useState<string>();
  if (newKey !== undefined) {
    return (
      <Dialog title="New domain key" onClose={onClose}>
        <p>The installation needs this key from now on.</p>
        <Secret text={newKey} label="Copy key" />
      </Dialog>
    );
  }
  return (
    <Dialog title="New domain key" onClose={onClose}>
      <Tip tone="warn">The old key and the file that is out there become invalid.</Tip>
      <Form
        submit="Replace key"
        look="danger"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const body = withoutGaps({ key: textOf(values, 'key') });
          const changed = await v1.actOnLicense(license.id, 'key', body, key);
          const made = changed.key ?? (await v1.readLicenseKey(license.id)).key;
          setNewKey(made);
          keepNewKey({ ...changed, key: made });
          onChanged(changed);
        }}
      >
        <TextField name="key" label="Key" isOptional isCode hint="Empty: a good one is made." />
      </Form>
    </Dialog>
  );
}

const stateTexts = {
  suspend: {
    title: 'Suspend this license?',
    text: 'It is refused from the next contact with the server on, until you reinstate it.',
    submit: 'Suspend license',
    done: 'Suspended.',
  },
  reinstate: {
    title: 'Reinstate this license?',
    text: 'It is good again, with the file that is out there.',
    submit: 'Reinstate license',
    done: 'Reinstated.',
  },
  revoke: {
    title: 'Revoke this license?',
    text: 'It is over for good. Nobody can take that back: a new license would be needed.',
    submit: 'Revoke for good',
    done: 'Revoked.',
  },
} as const;

interface StateDialogProps extends LicenseDialogProps {
  readonly action: keyof typeof stateTexts;
}

function StateDialog({ action, license, onChanged, onClose }: StateDialogProps) {
  const { title, text, submit, done } = stateTexts[action];
  return (
    <Confirm
      title={title}
      submit={submit}
      look={action === 'reinstate' ? 'primary' : 'danger'}
      onClose={onClose}
      onConfirm={async (key) => {
        onChanged(await v1.actOnLicense(license.id, action, undefined, key));
        toast(done);
      }}
    >
      {text}
    </Confirm>
  );
}
