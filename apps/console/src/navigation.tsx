import { useEffect, useState } from 'preact/hooks';
import { account } from './api/account.js';
import { toHref } from './router.js';
import { useSession } from './session-context.js';
import { ThemeSwitch } from './theme.js';
import { Icon, type IconName } from './ui/icon.js';
import { Mark } from './ui/mark.js';

interface Entry {
  readonly section: string;
  readonly label: string;
  readonly icon: IconName;
}

const groups: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  {
    title: 'Licensing',
    entries: [
      { section: '', label: 'Overview', icon: 'overview' },
      { section: 'licenses', label: 'Licenses', icon: 'license' },
      { section: 'serials', label: 'Serials', icon: 'serial' },
      { section: 'products', label: 'Products', icon: 'product' },
      { section: 'import', label: 'Import', icon: 'import' },
    ],
  },
  {
    title: 'Support',
    entries: [
      { section: 'explain', label: 'Why is it refused?', icon: 'explain' },
      { section: 'audit-log', label: 'Audit log', icon: 'audit' },
    ],
  },
  {
    title: 'Access',
    entries: [
      { section: 'api-keys', label: 'API keys', icon: 'key' },
      { section: 'token-settings', label: 'Token settings', icon: 'token' },
      { section: 'signing-keys', label: 'Signing keys', icon: 'signing' },
    ],
  },
];

/** The way to every view. On a narrow screen it hides behind a button. */
export function Navigation({ section }: { readonly section: string }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const close = () => setOpen(false);
    addEventListener('hashchange', close);
    return () => removeEventListener('hashchange', close);
  }, []);
  return (
    <div class={isOpen ? 'side open' : 'side'}>
      <div class="brand">
        <a href={toHref([])}>
          <Mark />
          Licet
        </a>
        <button
          type="button"
          class="button quiet icon-only menu"
          aria-label={isOpen ? 'Close menu' : 'Open menu'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'close' : 'menu'} />
        </button>
      </div>
      <div class="drawer">
        <nav aria-label="Main">
          {groups.map(({ title, entries }) => (
            <div key={title} class="group">
              <h2>{title}</h2>
              <ul>
                {entries.map((entry) => (
                  <Item key={entry.section} entry={entry} isCurrent={entry.section === section} />
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <Foot isCurrent={section === 'account'} />
      </div>
    </div>
  );
}

function Item({ entry, isCurrent }: { readonly entry: Entry; readonly isCurrent: boolean }) {
  const href = toHref(entry.section === '' ? [] : [entry.section]);
  return (
    <li>
      <a href={href} aria-current={isCurrent ? 'page' : undefined}>
        <Icon name={entry.icon} />
        {entry.label}
      </a>
    </li>
  );
}

function Foot({ isCurrent }: { readonly isCurrent: boolean }) {
  const { session, setSession } = useSession();
  const signOut = () => {
    const leave = () => setSession(undefined);
    account.signOut().then(leave, leave);
  };
  return (
    <div class="foot">
      <a class="person" href={toHref(['account'])} aria-current={isCurrent ? 'page' : undefined}>
        <Icon name="account" />
        <span>{session.user.name}</span>
      </a>
      <div class="switches">
        <ThemeSwitch />
        <button type="button" class="button quiet small" onClick={signOut}>
          <Icon name="out" />
          Sign out
        </button>
      </div>
    </div>
  );
}
