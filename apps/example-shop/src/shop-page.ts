import { formatInstant, type LicenseAccess } from '@licet/core';

/** The shop's page. Everything shown is escaped, the host above all: it came with the request. */
export function toShopPage({ host, product, licenseId, expiresAt }: LicenseAccess): string {
  const facts = [
    ['Host', host],
    ['Product', product],
    ['License', licenseId],
    ['Valid until', expiresAt === undefined ? 'permanent' : formatInstant(expiresAt)],
  ] as const;
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Example Shop</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Example Shop</h1>
<p>Open for business: this host is licensed.</p>
<dl>
${rows.join('\n')}
</dl>
</main>
</body>
</html>
`;
}

const style = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f1ea; color: #22303c;
  font: 1rem/1.5 system-ui, sans-serif; }
main { margin: 1rem; padding: 2rem 2.5rem; background: #fff; border-radius: 1rem; box-shadow: 0 1rem 3rem #22303c1f; }
h1 { margin: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1.5rem; margin: 1.5rem 0 0; }
dt { color: #5b6875; }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
