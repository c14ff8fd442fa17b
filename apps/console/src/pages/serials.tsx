import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import type { License } from '../api/types.js';
import { toHref } from '../router.js';
import { Button, LinkButton } from '../ui/button.js';
import { toCsv } from '../ui/csv.js';
import { SelectField, TextField } from '../ui/fields.js';
import { Form, type Values } from '../ui/form.js';
import { Card, Page } from '../ui/layout.js';
import { ProblemNotice, Tip } from '../ui/notice.js';
import { saveFile } from '../ui/save-file.js';
import { Rows } from '../ui/table.js';
import { toProductChoices, useProducts } from '../ui/use-products.js';
import { listOf, numberOf, textOf, withoutGaps } from '../ui/values.js';
import { toTerm } from './license-facts.js';
import { NoProduct } from './no-product.js';

const lead =
  'Token licenses in bulk: each serial is sold once, and its devices activate themselves.';

export function SerialsPage() {
  const products = useProducts();
  const [made, setMade] = useState<readonly License[]>();
  const all = (
    <LinkButton href={toHref(['licenses'], { kind: 'token' })}>All token licenses</LinkButton>
  );
  return (
    <Page title="Serials" lead={lead} actions={all}>
      <ProblemNotice problem={products.problem} onRetry={products.reload} />
      {products.data?.length === 0 && <NoProduct title="A serial is for a product" />}
      {made && <Made licenses={made} onAgain={() => setMade(undefined)} />}
      {products.data !== undefined && products.data.length > 0 && !made && (
        <Card title="Make serials">
          <Form
            submit="Make serials"
            onSubmit={async (values, key) =>
              setMade((await v1.createSerials(draftOf(values), key)).items)
            }
          >
            <SelectField name="product" label="Product" choices={toProductChoices(products.data)} />
            <div class="grid">
              <TextField
                name="count"
                label="How many"
                type="number"
                min={1}
                value={10}
                hint="Up to 1000."
              />
              <TextField name="seats" label="Seats of each" type="number" min={1} value={1} />
              <TextField
                name="validTo"
                label="Last day"
                type="date"
                isOptional
                hint="Empty: as the product says."
              />
              <TextField name="holder" label="Holder" isOptional hint="For example the reseller." />
            </div>
            <TextField name="features" label="Features" isOptional hint="Between commas." />
          </Form>
        </Card>
      )}
    </Page>
  );
}

interface MadeProps {
  readonly licenses: readonly License[];
  readonly onAgain: () => void;
}

function Made({ licenses, onAgain }: MadeProps) {
  const download = () => {
    const head = ['serial', 'product', 'seats', 'validTo', 'holder', 'license'];
    const rows = licenses.map(
      ({ serial = '', product, seats = 0, validTo = '', holder = '', id }) => [
        ...[serial, product, String(seats), validTo, holder, id],
      ],
    );
    saveFile('serials.csv', toCsv([head, ...rows]), 'text/csv');
  };
  return (
    <Card
      title={`${String(licenses.length)} serials`}
      actions={
        <>
          <Button icon="download" look="primary" onClick={download}>
            Download CSV
          </Button>
          <Button onClick={onAgain}>Make more</Button>
        </>
      }
    >
      <Tip tone="good">They are sold as they are. You find them among the licenses, too.</Tip>
      <Rows
        label="New serials"
        items={licenses.slice(0, 100)}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Serial',
            cell: ({ id, serial }) => (
              <a href={toHref(['licenses', id])}>
                <code>{serial}</code>
              </a>
            ),
          },
          { head: 'Seats', cell: ({ seats }) => seats },
          { head: 'Term', cell: toTerm },
        ]}
      />
      {licenses.length > 100 && <p class="hint">The first 100; the file has all of them.</p>}
    </Card>
  );
}

function draftOf(values: Values): Record<string, unknown> {
  const features = listOf(values, 'features');
  return withoutGaps({
    product: values.product ?? '',
    count: numberOf(values, 'count'),
    seats: numberOf(values, 'seats'),
    validTo: textOf(values, 'validTo'),
    holder: textOf(values, 'holder'),
    features: features.length > 0 ? features : undefined,
  });
}
