import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import type { Product } from '../api/types.js';
import { toHref } from '../router.js';
import { Button, LinkButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { formatDay } from '../ui/format.js';
import { Card, Facts, Page } from '../ui/layout.js';
import { ProblemNotice, Skeleton } from '../ui/notice.js';
import { toast } from '../ui/toast.js';
import { useLoad } from '../ui/use-load.js';
import { toPolicyFacts } from './license-facts.js';
import { ProductFields, productPatch } from './product-fields.js';
import { UseIt } from './use-it.js';

const back = { href: toHref(['products']), label: 'Products' };

export function ProductPage({ code }: { readonly code: string }) {
  const { data, problem, isLoading, reload, replace } = useLoad(() => v1.readProduct(code), [code]);
  const [isEditing, setEditing] = useState(false);
  const actions = data && (
    <>
      <LinkButton href={toHref(['licenses'], { product: code })}>Licenses</LinkButton>
      <LinkButton href={toHref(['licenses', 'new'], { product: code })}>Issue a license</LinkButton>
      <Button look="primary" onClick={() => setEditing(true)}>
        Edit
      </Button>
    </>
  );
  return (
    <Page title={data?.name ?? code} lead={<code>{code}</code>} back={back} actions={actions}>
      <ProblemNotice problem={problem} onRetry={reload} />
      {data === undefined && isLoading && <Skeleton lines={8} />}
      {data && <Details product={data} />}
      {data && isEditing && (
        <EditDialog product={data} onSaved={replace} onClose={() => setEditing(false)} />
      )}
    </Page>
  );
}

function Details({ product }: { readonly product: Product }) {
  const { termDays, proofDays, transferLimit, activationsPerDay, features } = product;
  const orAny = (count: number | undefined) => (count === undefined ? 'Any number' : String(count));
  return (
    <div class="cards">
      <Card title="Terms of new licenses">
        <Facts
          of={{
            Term: termDays === undefined ? 'For ever' : `${String(termDays)} days`,
            'Token licenses': proofDays === undefined ? undefined : `${String(proofDays)} days`,
            Moves: orAny(transferLimit),
            'New machines in 24 hours': orAny(activationsPerDay),
            Features: features?.join(', '),
            Maintenance: product.maintenanceSupported === true ? 'Plans are sold' : 'No plans',
            Created: formatDay(product.createdAt),
          }}
        />
      </Card>
      <Card title="Policy of new licenses">
        <Facts of={toPolicyFacts(product.policy ?? {})} />
      </Card>
      <UseIt
        product={product.code}
        host="shop.example.com"
        file="Issue a domain license, such as for shop.example.com, and download its file."
        isOpen={false}
      />
    </div>
  );
}

interface EditDialogProps {
  readonly product: Product;
  readonly onSaved: (product: Product) => void;
  readonly onClose: () => void;
}

function EditDialog({ product, onSaved, onClose }: EditDialogProps) {
  return (
    <Dialog title={`Edit ${product.name}`} onClose={onClose}>
      <p class="hint">Licenses that are out there stay as they are.</p>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          onSaved(await v1.changeProduct(product.code, productPatch(values), key));
          toast('Saved. New licenses get these terms.');
          onClose();
        }}
      >
        <ProductFields product={product} />
      </Form>
    </Dialog>
  );
}
