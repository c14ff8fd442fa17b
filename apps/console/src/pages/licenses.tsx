import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { licenseKinds, standings } from '../api/types.js';
import { navigate, toHref } from '../router.js';
import { Button, LinkButton } from '../ui/button.js';
import { toChoices, type Choice } from '../ui/fields.js';
import { Icon } from '../ui/icon.js';
import { Page } from '../ui/layout.js';
import { Empty, ProblemNotice, Skeleton } from '../ui/notice.js';
import { usePages } from '../ui/use-pages.js';
import { useProductChoices } from '../ui/use-products.js';
import { LicenseRows } from './license-rows.js';

const filterNames = ['q', 'product', 'kind', 'standing', 'order', 'expiresBefore'] as const;
type Filter = Partial<Record<(typeof filterNames)[number], string>>;

const millisecondsOfTyping = 150;
const orders = [
  { value: '', label: 'Newest first' },
  { value: 'created', label: 'Oldest first' },
  { value: 'validTo', label: 'Ending soonest' },
];

/** All licenses. What they are filtered by stands in the address, so that it can be kept and sent to somebody. */
export function LicensesPage({ query }: { readonly query: URLSearchParams }) {
  const filter = readFilter(query);
  const pages = usePages(
    (cursor, signal) =>
      v1.listLicenses({ ...filter, order: orderOf(filter), limit: '100', cursor }, signal),
    [query.toString()],
  );
  const { items, problem, isLoading, reload } = pages;
  const isFiltered = filterNames.some((name) => filter[name] !== undefined);
  const create = (
    <LinkButton
      icon="plus"
      look="primary"
      href={toHref(['licenses', 'new'], { product: filter.product })}
    >
      New license
    </LinkButton>
  );
  return (
    <Page title="Licenses" actions={create}>
      <Filters filter={filter} />
      <ProblemNotice problem={problem} onRetry={reload} />
      {items.length > 0 && <LicenseRows pages={pages} />}
      {items.length === 0 && isLoading && <Skeleton lines={8} />}
      {items.length === 0 && !isLoading && problem === undefined && (
        <Nothing isFiltered={isFiltered} />
      )}
    </Page>
  );
}

/** A search is answered in its own order. */
function orderOf({ q, order }: Filter): string | undefined {
  return q === undefined ? (order ?? '-created') : undefined;
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <Empty
        title="No license is like that"
        action={
          <Button onClick={() => navigate(toHref(['licenses']), { replace: true })}>
            Show all licenses
          </Button>
        }
      >
        The search finds beginnings of domain names, serials, ids and holders, and whole domain
        keys.
      </Empty>
    );
  }
  return (
    <Empty
      title="No license yet"
      action={
        <LinkButton href={toHref(['licenses', 'new'])} look="primary">
          Issue the first one
        </LinkButton>
      }
    >
      Issue them one by one, make many serials at once, or import what you have sold.
    </Empty>
  );
}

function Filters({ filter }: { readonly filter: Filter }) {
  const products = useProductChoices('All products');
  const change = (name: keyof Filter, value: string) =>
    navigate(toHref(['licenses'], { ...filter, [name]: value }), { replace: true });
  const any = (label: string): Choice => ({ value: '', label });
  return (
    <div class="filters" role="search">
      <Search text={filter.q ?? ''} onChange={(q) => change('q', q)} />
      <Select
        label="Product"
        value={filter.product}
        choices={products}
        onChange={(value) => change('product', value)}
      />
      <Select
        label="Kind"
        value={filter.kind}
        choices={[any('All kinds'), ...toChoices(licenseKinds)]}
        onChange={(value) => change('kind', value)}
      />
      <Select
        label="Standing"
        value={filter.standing}
        choices={[any('All standings'), ...toChoices(standings)]}
        onChange={(value) => change('standing', value)}
      />
      <Select
        label="Order"
        value={filter.order}
        choices={orders}
        onChange={(value) => change('order', value)}
      />
      {filter.expiresBefore !== undefined && (
        <Button icon="close" look="quiet" onClick={() => change('expiresBefore', '')}>
          Ends before {filter.expiresBefore}
        </Button>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value = '', choices, onChange }: SelectProps) {
  return (
    <select
      aria-label={label}
      class={value === '' ? undefined : 'set'}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} selected={choice.value === value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

interface SearchProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Searches as somebody types, a moment after the last key; "/" goes there from anywhere. */
function Search({ text, onChange }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const send = useRef(onChange);
  send.current = onChange;
  useEffect(() => {
    if (typed.trim() === text) return undefined;
    const timer = setTimeout(() => send.current(typed.trim()), millisecondsOfTyping);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(text);
  }, [text]);
  // With the field, and not a frame later: what is typed behind a "/" that nobody heard is lost.
  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.matches('input, textarea, select');
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <label class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={typed}
        placeholder="Domain, serial, key, holder or id"
        aria-label="Search licenses"
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </label>
  );
}

function readFilter(query: URLSearchParams): Filter {
  const filter: Filter = {};
  for (const name of filterNames) {
    const value = query.get(name);
    if (value !== null && value !== '') filter[name] = value;
  }
  return filter;
}
