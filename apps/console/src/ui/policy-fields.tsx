import { policyActions, type Policy } from '../api/types.js';
import { CheckField, SelectField, TextField, toChoices } from './fields.js';

const actions = toChoices(policyActions);

/** What a license lets its guard do at its end and beyond. Read by `policyOf`. */
export function PolicyFields({ policy = {} }: { readonly policy?: Policy | undefined }) {
  return (
    <fieldset>
      <legend>Policy</legend>
      <p class="hint">It is signed into the license file, so that guards follow it offline.</p>
      <div class="grid">
        <SelectField
          name="onExpiry"
          label="After the end"
          choices={actions}
          value={policy.onExpiry}
        />
        <TextField
          name="graceDays"
          label="Days of grace"
          type="number"
          min={0}
          isOptional
          value={policy.graceDays}
          hint="Served in full so long after the end."
        />
        <TextField
          name="offlineDays"
          label="Days without the server"
          type="number"
          min={0}
          isOptional
          value={policy.offlineDays}
          hint="Empty: any number."
        />
        <SelectField
          name="onStale"
          label="After those days"
          choices={actions}
          value={policy.onStale}
        />
        <SelectField
          name="onClockBack"
          label="When the clock was set back"
          choices={actions}
          value={policy.onClockBack}
        />
        <CheckField
          name="devHosts"
          label="Serve on development hosts too"
          isChecked={policy.devHosts === true}
          hint="localhost, *.test, private addresses"
        />
      </div>
    </fieldset>
  );
}
