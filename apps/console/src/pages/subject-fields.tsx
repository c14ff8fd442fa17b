import { domainScopes, type LicenseKind } from '../api/types.js';
import { AreaField, SelectField, TextField, toChoices } from '../ui/fields.js';
import type { Values } from '../ui/form.js';
import { listOf, numberOf, textOf, withoutGaps } from '../ui/values.js';

/** What a license of a kind is for. Read by {@link subjectOf}. */
export function SubjectFields({ kind }: { readonly kind: LicenseKind }) {
  switch (kind) {
    case 'domain':
      return <DomainFields />;
    case 'single-user':
      return <MachineFields />;
    case 'network':
      return (
        <>
          <TextField
            name="serverPath"
            label="Server path"
            isCode
            placeholder="C:/ProgramData/Server"
            hint="Compared as text; slashes and case do not matter. It is never opened."
          />
          <SeatsAndSerial />
        </>
      );
    case 'token':
      return <SeatsAndSerial />;
  }
}

function DomainFields() {
  return (
    <>
      <div class="grid">
        <TextField name="domain" label="Domain" placeholder="shop.example.com" isCode />
        <SelectField
          name="scope"
          label="Reach"
          value="host+www"
          choices={toChoices(domainScopes)}
        />
      </div>
      <AreaField
        name="domains"
        label="More domains"
        isOptional
        rows={2}
        placeholder="shop.example.net"
        hint="One a line, with the same reach."
      />
      <TextField
        name="key"
        label="Domain key"
        isOptional
        isCode
        hint="Empty: a good one is made. 1 to 64 printable ASCII characters."
      />
    </>
  );
}

function MachineFields() {
  return (
    <>
      <p class="hint">
        Leave both empty when you do not know the machine yet: the first activation code binds the
        license.
      </p>
      <div class="grid">
        <TextField
          name="computerId"
          label="Computer id"
          isOptional
          isCode
          placeholder="COMPUTER-1234"
        />
        <TextField name="siteCode" label="Site code" isOptional isCode placeholder="SITECODE123" />
      </div>
      <TextField name="serial" label="Serial" isOptional isCode hint="Empty: one is made." />
    </>
  );
}

function SeatsAndSerial() {
  return (
    <div class="grid">
      <TextField
        name="seats"
        label="Seats"
        type="number"
        min={1}
        placeholder="10"
        hint="So many at once, exactly."
      />
      <TextField name="serial" label="Serial" isOptional isCode hint="Empty: one is made." />
    </div>
  );
}

/** The members of a license request that belong to its kind. */
export function subjectOf(kind: LicenseKind, values: Values): Record<string, unknown> {
  const text = (name: string) => textOf(values, name);
  switch (kind) {
    case 'domain':
      return withoutGaps({ ...domainsOf(values), key: text('key') });
    case 'single-user':
      return withoutGaps({
        computerId: text('computerId'),
        siteCode: text('siteCode'),
        serial: text('serial'),
      });
    case 'network':
      return withoutGaps({
        serverPath: text('serverPath'),
        seats: numberOf(values, 'seats'),
        serial: text('serial'),
      });
    case 'token':
      return withoutGaps({ seats: numberOf(values, 'seats'), serial: text('serial') });
  }
}

function domainsOf(values: Values) {
  const [domain, scope] = [textOf(values, 'domain'), textOf(values, 'scope')];
  const others = listOf(values, 'domains');
  if (others.length === 0) return { domain, scope };
  const all = domain === undefined ? others : [domain, ...others];
  return { domains: all.map((one) => ({ domain: one, scope })) };
}
