import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import type { Check, Explanation } from '../api/types.js';
import { Button } from '../ui/button.js';
import { AreaField, SelectField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { toWords } from '../ui/format.js';
import { Icon } from '../ui/icon.js';
import { Card, Page } from '../ui/layout.js';
import { Empty } from '../ui/notice.js';
import { useProductChoices } from '../ui/use-products.js';
import { textOf, withoutGaps } from '../ui/values.js';

const lead =
  'Paste what the customer has. Every check that a guard makes is made here, one by one.';

export function ExplainPage() {
  const products = useProductChoices('Any product');
  const [explanation, setExplanation] = useState<Explanation>();
  return (
    <Page title="Why is it refused?" lead={lead}>
      <div class="cards">
        <Card>
          <Form
            submit="Explain"
            onSubmit={async (values) => {
              const text = (name: string) => textOf(values, name);
              const body = withoutGaps({
                license: text('license') ?? '',
                product: text('product'),
                host: text('host'),
                key: text('key'),
                at: text('at'),
              });
              setExplanation(await v1.explain(body));
            }}
          >
            <AreaField
              name="license"
              label="License file"
              rows={8}
              placeholder="eyJhbGciOiJSUzI1NiIsImtpZCI6…"
              hint="The text of license.dat, or its base64."
            />
            <ChooseFile />
            <TextField
              name="host"
              label="Host"
              isOptional
              isCode
              placeholder="www.shop.example.com"
              hint="As it stands in the browser."
            />
            <div class="grid">
              <SelectField name="product" label="Product" choices={products} />
              <TextField name="at" label="On the day" type="date" isOptional hint="Empty: now." />
            </div>
            <TextField name="key" label="Domain key" isOptional isCode />
          </Form>
        </Card>
        <Card title="Checks">
          {explanation ? <Checks explanation={explanation} /> : <Waiting />}
        </Card>
      </div>
    </Page>
  );
}

function Waiting() {
  return (
    <Empty title="Nothing to explain yet">
      Format, signature, key, product, domain, dates and revocation each get a verdict, and a word
      on what to do.
    </Empty>
  );
}

const verdicts = {
  passed: 'Nothing stands against it: every check passes.',
  failed: 'It is refused, and this is why.',
  unknown: 'It cannot be told for certain.',
} as const;

const icons = { passed: 'check', failed: 'cross', unknown: 'dash' } as const;

function Checks({ explanation: { checks, verdict } }: { readonly explanation: Explanation }) {
  return (
    <div aria-live="polite">
      <p class="verdict">{verdicts[verdict]}</p>
      <ol class="checks">
        {checks.map((check) => (
          <Result key={check.name} check={check} />
        ))}
      </ol>
    </div>
  );
}

function Result({ check: { name, verdict, detail, advice } }: { readonly check: Check }) {
  return (
    <li class={verdict}>
      <Icon name={icons[verdict]} />
      <div>
        <h3>
          {toWords(name)} <span class="visually-hidden">: {verdict}</span>
        </h3>
        <p>{detail}</p>
        {advice !== undefined && <p class="advice">{advice}</p>}
      </div>
    </li>
  );
}

/** Reads a file into the field above it. */
function ChooseFile() {
  const choose = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.addEventListener('change', () => void fill(input));
    input.click();
  };
  return (
    <p>
      <Button look="quiet" onClick={choose}>
        Choose a file
      </Button>
    </p>
  );
}

async function fill({ files }: HTMLInputElement): Promise<void> {
  const field = document.querySelector<HTMLTextAreaElement>('textarea[name="license"]');
  const text = await files?.[0]?.text();
  if (field !== null && text !== undefined) field.value = text;
}
