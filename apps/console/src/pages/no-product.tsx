import { toHref } from '../router.js';
import { LinkButton } from '../ui/button.js';
import { Empty } from '../ui/notice.js';

/** Stands where something is made for a product before there is any. */
export function NoProduct({ title }: { readonly title: string }) {
  const create = (
    <LinkButton look="primary" href={toHref(['products'])}>
      Create a product
    </LinkButton>
  );
  return (
    <Empty title={title} action={create}>
      There is none yet.
    </Empty>
  );
}
