import { v1 } from '../api/v1.js';
import type { License } from '../api/types.js';
import { Dialog } from '../ui/dialog.js';
import { CheckField, TextField } from '../ui/fields.js';
import { Form, type Values } from '../ui/form.js';
import { PolicyFields } from '../ui/policy-fields.js';
import { toast } from '../ui/toast.js';
import { listOf, numberOf, policyOf, textOf } from '../ui/values.js';
import type { LicenseDialogProps } from './license-dialog-props.js';

/** Changes the terms of a license. Only what somebody changed is sent. */
export function EditDialog({ license, onChanged, onClose }: LicenseDialogProps) {
  return (
    <Dialog title="Edit license" onClose={onClose}>
      <p class="hint">
        A new file is signed. Where it gives less than before, the old one is over.
      </p>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const change = findChange(license, values);
          if (Object.keys(change).length > 0) {
            onChanged(await v1.changeLicense(license.id, change, key));
          }
          toast('Saved.');
          onClose();
        }}
      >
        <TextField name="holder" label="Holder" isOptional value={license.holder} />
        {license.seats !== undefined && (
          <TextField name="seats" label="Seats" type="number" min={1} value={license.seats} />
        )}
        <TextField
          name="features"
          label="Features"
          isOptional
          value={license.features?.join(', ')}
          hint="Between commas."
        />
        <div class="grid">
          <CheckField
            name="supported"
            label="Maintenance plans are supported"
            isChecked={license.maintenance?.supported === true}
          />
          <TextField
            name="maintenance"
            label="Maintenance until"
            type="date"
            isOptional
            value={license.maintenance?.until?.slice(0, 10)}
          />
        </div>
        <PolicyFields policy={license.policy} />
      </Form>
    </Dialog>
  );
}

function findChange(license: License, values: Values): Record<string, unknown> {
  const before = readBefore(license);
  const after: typeof before = {
    holder: textOf(values, 'holder') ?? null,
    seats: numberOf(values, 'seats') ?? before.seats,
    features: listOf(values, 'features'),
    maintenance: maintenanceOf(values),
    policy: policyOf(values),
  };
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => toText(value) !== toText(before[name as keyof typeof before]),
    ),
  );
}

function readBefore({ holder, seats, features, maintenance, policy }: License) {
  const until = maintenance?.until?.slice(0, 10);
  return {
    holder: holder ?? null,
    seats: seats as number | string | undefined,
    features: features ?? [],
    maintenance: maintenance?.supported
      ? { supported: true, ...(until !== undefined && { until }) }
      : null,
    policy: policy ?? {},
  };
}

function maintenanceOf(values: Values) {
  const until = textOf(values, 'maintenance');
  if (values.supported !== 'on' && until === undefined) return null;
  return { supported: true, ...(until !== undefined && { until }) };
}

/** Equal for objects whose members are equal, in whatever order. */
function toText(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return JSON.stringify(isObject ? Object.entries(value).sort() : value);
}
