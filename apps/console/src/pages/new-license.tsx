import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { licenseKinds, type LicenseKind } from '../api/types.js';
import { navigate, toHref } from '../router.js';
import { SelectField } from '../ui/fields.js';
import { Form, type Values } from '../ui/form.js';
import { toWords } from '../ui/format.js';
import { Card, Page } from '../ui/layout.js';
import { ProblemNotice, Skeleton } from '../ui/notice.js';
import { toast } from '../ui/toast.js';
import { toProductChoices, useProducts } from '../ui/use-products.js';
import { keepNewKey } from './new-key.js';
import { NoProduct } from './no-product.js';
import { subjectOf, SubjectFields } from './subject-fields.js';
import { termsOf, TermsFields } from './terms-fields.js';

const uses: Readonly<Record<LicenseKind, string>> = {
  domain: 'A web product on one domain or several, by a file beside it.',
  'single-user': 'One machine, by a file or by a code that is pasted into the product.',
  network: 'A server on one path, whose users take seats while they work.',
  token: 'A serial that is sold; each device takes a seat and gets a token that it renews.',
};

export function NewLicensePage({ query }: { readonly query: URLSearchParams }) {
  const products = useProducts();
  const wanted = licenseKinds.find((kind) => kind === query.get('kind')) ?? 'domain';
  const [kind, setKind] = useState<LicenseKind>(wanted);
  const create = async (values: Values, key: string) => {
    const license = await v1.createLicense(draftOf(kind, values), key);
    keepNewKey(license);
    toast('The license is issued.');
    navigate(toHref(['licenses', license.id]));
  };
  return (
    <Page title="New license" back={{ href: toHref(['licenses']), label: 'Licenses' }}>
      <ProblemNotice problem={products.problem} onRetry={products.reload} />
      {products.data === undefined && products.isLoading && <Skeleton lines={8} />}
      {products.data?.length === 0 && <NoProduct title="A license is for a product" />}
      {products.data !== undefined && products.data.length > 0 && (
        <>
          <KindTabs kind={kind} onChange={setKind} />
          <Card>
            <Form key={kind} submit="Issue license" onSubmit={create}>
              <SelectField
                name="product"
                label="Product"
                choices={toProductChoices(products.data)}
                value={query.get('product') ?? undefined}
              />
              <SubjectFields kind={kind} />
              <TermsFields />
            </Form>
          </Card>
        </>
      )}
    </Page>
  );
}

interface KindTabsProps {
  readonly kind: LicenseKind;
  readonly onChange: (kind: LicenseKind) => void;
}

function KindTabs({ kind: current, onChange }: KindTabsProps) {
  return (
    <div class="kinds" role="radiogroup" aria-label="Kind of license">
      {licenseKinds.map((kind) => (
        <label key={kind}>
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === current}
            onChange={() => onChange(kind)}
          />
          <b>{toWords(kind)}</b>
          <small>{uses[kind]}</small>
        </label>
      ))}
    </div>
  );
}

function draftOf(kind: LicenseKind, values: Values) {
  return { kind, product: values.product ?? '', ...subjectOf(kind, values), ...termsOf(values) };
}
