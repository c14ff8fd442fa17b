import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { navigate, toHref } from '../router.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { formatDay } from '../ui/format.js';
import { Page } from '../ui/layout.js';
import { Empty } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';
import { ProductFields, productDraft } from './product-fields.js';

export function ProductsPage() {
  const pages = usePages((cursor, signal) => v1.listProducts({ cursor }, signal), []);
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button icon="plus" look="primary" onClick={() => setCreating(true)}>
      New product
    </Button>
  );
  return (
    <Page title="Products" lead="What you sell, and what its licenses get." actions={create}>
      <Table
        label="Products"
        pages={pages}
        keyOf={({ code }) => code}
        columns={[
          {
            head: 'Name',
            cell: ({ code, name }) => <a href={toHref(['products', code])}>{name}</a>,
          },
          { head: 'Code', cell: ({ code }) => <code>{code}</code> },
          {
            head: 'Term',
            cell: ({ termDays }) =>
              termDays === undefined ? 'For ever' : `${String(termDays)} days`,
          },
          { head: 'Created', cell: ({ createdAt }) => formatDay(createdAt), isMinor: true },
        ]}
        empty={
          <Empty title="No product yet" action={create}>
            A product has a code that your application names, and terms that its licenses get.
          </Empty>
        }
      />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="New product" onClose={onClose}>
      <Form
        submit="Create product"
        onCancel={onClose}
        onSubmit={async (values, key) => {
          const product = await v1.createProduct(productDraft(values), key);
          toast(`${product.name} is there.`);
          navigate(toHref(['products', product.code]));
        }}
      >
        <TextField
          name="code"
          label="Code"
          placeholder="acme-shop"
          isCode
          hint="Your application names it, so it stays for ever. Letters, digits, “.”, “_” and “-”."
        />
        <ProductFields />
      </Form>
    </Dialog>
  );
}
