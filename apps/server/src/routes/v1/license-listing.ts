import {
  listLicenses,
  type LicenseFilter,
  type LicenseOrder,
  type LicensePosition,
} from '../../db/license-lists.js';
import type { SearchPosition } from '../../db/license-search.js';
import type { License } from '../../db/licenses.js';
import type { PageRequest } from '../../db/page.js';
import type { Reach } from '../../db/reach.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { describeOperation } from '../../http/operation.js';
import { encodeCursor, PageOf, parsePage, readPage, type Position } from '../../http/paging.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail, type Outcome, succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { findLicenses } from '../../services/licenses/find-licenses.js';
import { licenseQuery, parseFilter } from './license-query.js';
import { LicenseView, toLicense } from './license-view.js';
import { v1Paths } from './paths.js';
import type { Static } from 'typebox';

type Query = Static<typeof licenseQuery>;
type LicensePage = Static<ReturnType<typeof PageOf<typeof LicenseView>>>;

/** Lists licenses, in an order or as somebody types. */
export function addLicenseListing(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'listLicenses',
    tag: 'Licenses',
    summary: 'List and search licenses',
    answer: PageOf(LicenseView),
    codes: ['invalid_domain', 'invalid_date'],
  });
  app.get(
    v1Paths.licenses,
    { schema: { ...operation, querystring: licenseQuery }, config: { scope: 'issue' } },
    async (request, reply) => {
      const filter = parseFilter(request.query, context.store.now());
      if (!filter.ok) return sendProblem(request, reply, filter);
      const page = await readLicenses(context, callerOf(request), request.query, filter.value);
      return page.ok ? reply.send(page.value) : sendProblem(request, reply, page);
    },
  );
}

function readLicenses(
  context: Context,
  reach: Reach,
  query: Query,
  filter: LicenseFilter,
): Promise<Outcome<LicensePage>> {
  const { q: text } = query;
  return text === undefined
    ? readListed(context, reach, query, filter)
    : readFound(context, reach, { ...query, text }, filter);
}

/** Cursors name their order, so that one of another list is not taken for one of this. */
async function readListed(
  { store }: Context,
  reach: Reach,
  query: Query,
  filter: LicenseFilter,
): Promise<Outcome<LicensePage>> {
  const { order = 'created' } = query;
  const page = parsePage(query, isListPosition(order));
  if (!page.ok) return page;
  const instantOf = ({ valid_to, created_at }: License) =>
    order === 'validTo' ? (valid_to ?? 0) : created_at;
  const now = store.now();
  const { limit, after } = page.value;
  const position: LicensePosition | undefined = after && [after[1], after[2]];
  const licenses = await readPage(
    { limit, after: position },
    {
      read: (wanted) => listLicenses(store.db, reach, filter, { order, ...wanted }),
      toItem: (row) => toLicense(row, now),
      toPosition: (row) => [order, instantOf(row), row.license_id],
    },
  );
  return succeed(licenses);
}

async function readFound(
  context: Context,
  reach: Reach,
  query: Query & { readonly text: string },
  filter: LicenseFilter,
): Promise<Outcome<LicensePage>> {
  const { text, order } = query;
  if (order !== undefined)
    return fail('invalid_field', 'Leave out order: what is found has its own.', 'order');
  const page = parsePage(query, isFoundPosition);
  if (!page.ok) return page;
  const { limit, after } = page.value;
  const position: SearchPosition | undefined = after && [after[1], after[2]];
  const wanted: PageRequest<SearchPosition> = { limit, after: position };
  const { found, next } = await findLicenses(context, reach, { text, filter }, wanted);
  const now = context.store.now();
  return succeed({
    items: found.map(({ license }) => toLicense(license, now)),
    nextCursor: next === undefined ? null : encodeCursor(['q', ...next]),
  });
}

type ListPosition = readonly [order: LicenseOrder, instant: number, id: string];

const isListPosition =
  (order: LicenseOrder) =>
  (position: Position): position is ListPosition =>
    position.length === 3 &&
    position[0] === order &&
    Number.isSafeInteger(position[1]) &&
    typeof position[2] === 'string';

type FoundPosition = readonly [mark: 'q', term: string, id: string];

function isFoundPosition(position: Position): position is FoundPosition {
  const [mark, ...texts] = position;
  return mark === 'q' && texts.length === 2 && texts.every((text) => typeof text === 'string');
}
