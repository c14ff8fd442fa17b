import type { Product } from '../api/types.js';
import { CheckField, TextField } from '../ui/fields.js';
import type { Values } from '../ui/form.js';
import { PolicyFields } from '../ui/policy-fields.js';
import { listOf, numberOf, policyOf, textOf, withoutGaps } from '../ui/values.js';

/** What new licenses of a product get. Read by {@link productDraft} and {@link productPatch}. */
export function ProductFields({ product }: { readonly product?: Product }) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        value={product?.name}
        placeholder="Acme Shop"
        hint="For people. It can be changed at any time."
      />
      <fieldset>
        <legend>Terms of new licenses</legend>
        <div class="grid">
          <TextField
            name="termDays"
            label="Days that a license lasts"
            type="number"
            min={1}
            isOptional
            value={product?.termDays}
            hint="Empty: for ever."
          />
          <TextField
            name="proofDays"
            label="Days that a token license lasts"
            type="number"
            min={1}
            isOptional
            value={product?.proofDays}
            hint="Then it is fetched again. 30 unless said otherwise."
          />
          <TextField
            name="transferLimit"
            label="Moves to another domain or machine"
            type="number"
            min={0}
            isOptional
            value={product?.transferLimit}
            hint="Empty: any number."
          />
          <TextField
            name="activationsPerDay"
            label="New machines in 24 hours"
            type="number"
            min={1}
            isOptional
            value={product?.activationsPerDay}
            hint="Empty: any number."
          />
        </div>
        <TextField
          name="features"
          label="Features"
          isOptional
          value={product?.features?.join(', ')}
          placeholder="reports, export"
          hint="Between commas."
        />
        <CheckField
          name="maintenanceSupported"
          label="Maintenance plans are sold"
          isChecked={product?.maintenanceSupported === true}
          hint="A plan covers the releases until a date."
        />
      </fieldset>
      <PolicyFields policy={product?.policy} />
    </>
  );
}

export function productDraft(values: Values): Record<string, unknown> {
  const { features, policy, ...rest } = termsOf(values);
  return withoutGaps({
    code: textOf(values, 'code') ?? '',
    ...rest,
    ...(features.length > 0 && { features }),
    ...(Object.keys(policy).length > 0 && { policy }),
  });
}

/** A field that was emptied takes its bound away. */
export function productPatch(values: Values): Record<string, unknown> {
  const terms = termsOf(values);
  const { termDays = null, transferLimit = null, activationsPerDay = null, ...rest } = terms;
  return withoutGaps({ ...rest, termDays, transferLimit, activationsPerDay });
}

function termsOf(values: Values) {
  return {
    name: textOf(values, 'name') ?? '',
    termDays: numberOf(values, 'termDays'),
    proofDays: numberOf(values, 'proofDays'),
    transferLimit: numberOf(values, 'transferLimit'),
    activationsPerDay: numberOf(values, 'activationsPerDay'),
    features: listOf(values, 'features'),
    policy: policyOf(values),
    maintenanceSupported: values.maintenanceSupported === 'on',
  };
}
