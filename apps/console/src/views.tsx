import type { VNode } from 'preact';
import { AccountPage } from './pages/account.js';
import { ApiKeysPage } from './pages/api-keys.js';
import { AuditLogPage } from './pages/audit-log.js';
import { ExplainPage } from './pages/explain.js';
import { ImportPage } from './pages/import.js';
import { LicensePage } from './pages/license.js';
import { LicensesPage } from './pages/licenses.js';
import { NewLicensePage } from './pages/new-license.js';
import { NotFoundPage } from './pages/not-found.js';
import { OverviewPage } from './pages/overview.js';
import { ProductPage } from './pages/product.js';
import { ProductsPage } from './pages/products.js';
import { SerialsPage } from './pages/serials.js';
import { SigningKeysPage } from './pages/signing-keys.js';
import { TokenSettingsPage } from './pages/token-settings.js';
import type { Route } from './router.js';

type View = (route: Route) => VNode;

const views: Readonly<Record<string, View>> = {
  '': () => <OverviewPage />,
  licenses: ({ query }) => <LicensesPage query={query} />,
  serials: () => <SerialsPage />,
  products: () => <ProductsPage />,
  import: () => <ImportPage />,
  explain: () => <ExplainPage />,
  'audit-log': ({ query }) => <AuditLogPage query={query} />,
  'api-keys': () => <ApiKeysPage />,
  'token-settings': () => <TokenSettingsPage />,
  'signing-keys': () => <SigningKeysPage />,
  account: () => <AccountPage />,
};

/** The view of an address. */
export function findView(route: Route): VNode {
  const [section = '', id, ...rest] = route.segments;
  if (rest.length > 0) return <NotFoundPage />;
  if (id === undefined) return views[section]?.(route) ?? <NotFoundPage />;
  if (section === 'licenses' && id === 'new') return <NewLicensePage query={route.query} />;
  if (section === 'licenses') return <LicensePage key={id} id={id} />;
  if (section === 'products') return <ProductPage key={id} code={id} />;
  return <NotFoundPage />;
}
