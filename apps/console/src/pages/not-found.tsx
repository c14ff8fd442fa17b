import { toHref } from '../router.js';
import { LinkButton } from '../ui/button.js';
import { Page } from '../ui/layout.js';
import { Empty } from '../ui/notice.js';

export function NotFoundPage() {
  return (
    <Page title="Nothing here">
      <Empty
        title="There is no such page"
        action={<LinkButton href={toHref([])}>Go to the overview</LinkButton>}
      >
        Check the address, or choose from the menu.
      </Empty>
    </Page>
  );
}
