import { CheckField, TextField } from '../ui/fields.js';
import type { Values } from '../ui/form.js';
import { PolicyFields } from '../ui/policy-fields.js';
import { listOf, policyOf, textOf, withoutGaps } from '../ui/values.js';

/** The terms of a new license: what is left empty comes from its product. Read by {@link termsOf}. */
export function TermsFields() {
  return (
    <>
      <div class="grid">
        <TextField
          name="validFrom"
          label="First day"
          type="date"
          isOptional
          hint="Empty: from the beginning."
        />
        <TextField
          name="validTo"
          label="Last day"
          type="date"
          isOptional
          hint="Empty: as the product says."
        />
      </div>
      <TextField
        name="holder"
        label="Holder"
        isOptional
        placeholder="Example Ltd."
        hint="A name that is signed into the file and shown to its user."
      />
      <details>
        <summary>Features, maintenance and policy, if not those of the product</summary>
        <TextField
          name="features"
          label="Features"
          isOptional
          placeholder="reports, export"
          hint="Between commas. Empty: those of the product."
        />
        <TextField
          name="maintenance"
          label="Maintenance until"
          type="date"
          isOptional
          hint="Releases up to that day are covered."
        />
        <CheckField name="ownPolicy" label="Use this policy rather than that of the product" />
        <PolicyFields />
      </details>
    </>
  );
}

/** What {@link TermsFields} say, as members of a license request. */
export function termsOf(values: Values): Record<string, unknown> {
  const features = listOf(values, 'features');
  const until = textOf(values, 'maintenance');
  return withoutGaps({
    validFrom: textOf(values, 'validFrom'),
    validTo: textOf(values, 'validTo'),
    holder: textOf(values, 'holder'),
    features: features.length > 0 ? features : undefined,
    maintenance: until === undefined ? undefined : { supported: true, until },
    policy: values.ownPolicy === 'on' ? policyOf(values) : undefined,
  });
}
