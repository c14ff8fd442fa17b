import { v1 } from '../api/v1.js';
import { navigate, toHref } from '../router.js';
import { Button } from '../ui/button.js';
import { formatTime } from '../ui/format.js';
import { Page } from '../ui/layout.js';
import { Empty } from '../ui/notice.js';
import { Table } from '../ui/table.js';
import { usePages } from '../ui/use-pages.js';
import { Actor, AuditDetails, toActionWords } from './audit-words.js';

const filterNames = ['action', 'target', 'actor', 'from', 'to'] as const;
type Filter = Partial<Record<(typeof filterNames)[number], string>>;

const lead =
  'Who changed what. Entries are chained, so that none can be changed or taken out unseen.';

const labels = {
  action: 'Action',
  target: 'Changed thing',
  actor: 'Who',
  from: 'From',
  to: 'Until',
} as const;
const placeholders: Filter = {
  action: 'license.renew',
  target: 'lic_…, a code or a kid',
  actor: 'user:usr_… or api-key:key_…',
};

export function AuditLogPage({ query }: { readonly query: URLSearchParams }) {
  const filter = Object.fromEntries(
    filterNames.map((name) => [name, query.get(name) ?? '']),
  ) as Required<Filter>;
  const pages = usePages(
    (cursor, signal) => v1.listAuditLog({ ...filter, cursor }, signal),
    [query.toString()],
  );
  const narrow = (name: keyof Filter, value: string) =>
    toHref(['audit-log'], { ...filter, [name]: value });
  return (
    <Page title="Audit log" lead={lead}>
      <Filters key={query.toString()} filter={filter} />
      <Table
        label="Audit log"
        pages={pages}
        keyOf={({ chain, sequence }) => `${chain} ${String(sequence)}`}
        columns={[
          { head: 'When', cell: ({ at }) => <time dateTime={at}>{formatTime(at)}</time> },
          {
            head: 'What',
            cell: ({ action }) => <a href={narrow('action', action)}>{toActionWords(action)}</a>,
          },
          {
            head: 'Changed',
            cell: ({ target }) => (
              <a href={narrow('target', target)}>
                <code>{target}</code>
              </a>
            ),
          },
          { head: 'Details', cell: ({ details }) => <AuditDetails details={details} /> },
          {
            head: 'Who',
            cell: ({ actor }) => (
              <a href={narrow('actor', actor)}>
                <Actor actor={actor} />
              </a>
            ),
          },
        ]}
        empty={
          <Empty
            title="No entry is like that"
            action={
              <Button onClick={() => navigate(toHref(['audit-log']), { replace: true })}>
                Show all entries
              </Button>
            }
          >
            Times are of UTC. Names of actions are whole words such as license.renew.
          </Empty>
        }
      />
    </Page>
  );
}

function Filters({ filter }: { readonly filter: Required<Filter> }) {
  const apply = (form: HTMLFormElement) => {
    const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
    navigate(toHref(['audit-log'], values), { replace: true });
  };
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
      onChange={(event) => apply(event.currentTarget)}
    >
      {filterNames.map((name) => (
        <label key={name} class="filter">
          {labels[name]}
          {name === 'from' || name === 'to' ? (
            <input name={name} type="date" defaultValue={filter[name]} />
          ) : (
            <input
              name={name}
              type="text"
              defaultValue={filter[name]}
              placeholder={placeholders[name]}
              spellcheck={false}
              autocomplete="off"
            />
          )}
        </label>
      ))}
    </form>
  );
}
