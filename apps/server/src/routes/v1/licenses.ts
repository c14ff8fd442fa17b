import { formatInstant, parseDomainName } from '@licet/core';
import { Type, type Static } from 'typebox';
import { findNewestDocument } from '../../db/documents.js';
import { findLicenseById, listLicenses, type License } from '../../db/licenses.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainText, Instant, ProductName } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { isCreationPosition, pageQuery, PageOf, parsePage, toPage } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail, succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { setLicenseState, type StateAction } from '../../services/licenses/set-license-state.js';
import { v1Paths } from './paths.js';

const tag = 'Licenses';
const params = Type.Object({ id: Type.String({ examples: [examples.licenseId] }) });

const LicenseView = Type.Object({
  id: Type.String({ examples: [examples.licenseId] }),
  kind: Type.Enum(['domain', 'single-user', 'network', 'token']),
  product: Type.String({ examples: [examples.productCode] }),
  state: Type.Enum(['active', 'suspended', 'revoked']),
  stateChangedAt: Instant('When the state became what it is'),
  domains: Type.Array(
    Type.Object({
      name: Type.String({ examples: [examples.domain] }),
      scope: Type.String({ examples: ['host+www'] }),
    }),
  ),
  validFrom: Type.Optional(Instant('Start, inclusive')),
  validTo: Type.Optional(Instant('End, exclusive; absent when permanent')),
  generation: Type.Integer({ description: 'Counts the files of this license', examples: [1] }),
  createdAt: Instant('Creation'),
});

/** `/v1/licenses`: what was sold. */
export function addLicenses(app: App, context: Context): void {
  addListing(app, context);
  addReading(app, context);
  addFile(app, context);
  addAction(app, context, 'revoke', 'Revoke a license for good');
  addAction(app, context, 'suspend', 'Suspend a license');
  addAction(app, context, 'reinstate', 'Reinstate a suspended license');
}

function addListing(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'listLicenses',
    tag,
    summary: 'List licenses',
    answer: PageOf(LicenseView),
    codes: ['invalid_domain'],
  });
  const querystring = Type.Object(
    {
      ...pageQuery,
      product: Type.Optional(ProductName()),
      domain: Type.Optional(DomainText('Licenses with an entry of this name')),
    },
    { additionalProperties: false },
  );
  app.get(
    v1Paths.licenses,
    { schema: { ...operation, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { product, domain, ...query } = request.query;
      const page = parsePage(query, isCreationPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const name = domain === undefined ? undefined : parseDomainName(domain.replace(/^\*\./, ''));
      if (name?.ok === false)
        return sendProblem(request, reply, fail('invalid_domain', name.detail, 'domain'));
      const { limit, after } = page.value;
      const filter = { product, domain: name?.name };
      const wanted = { limit: limit + 1, after };
      const rows = await listLicenses(store.db, callerOf(request), filter, wanted);
      const toPosition = (row: License) => [row.created_at, row.license_id];
      return reply.send(toPage(rows, limit, toLicense, toPosition));
    },
  );
}

function addReading(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'readLicense',
    tag,
    summary: 'Read a license',
    answer: LicenseView,
    codes: ['license_not_found'],
  });
  app.get(
    v1Paths.license,
    { schema: { ...operation, params }, config: { scope: 'issue' } },
    async (request, reply) => {
      const license = await findLicenseById(store.db, callerOf(request), request.params.id);
      return sendOutcome(request, reply, license ? succeed(license) : notFound, toLicense);
    },
  );
}

function addFile(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'readLicenseFile',
    tag,
    summary: 'Download the file of a license',
    mediaType: 'application/jose',
    answer: Type.String({ examples: [examples.jws] }),
    codes: ['license_not_found'],
  });
  app.get(
    v1Paths.licenseFile,
    { schema: { ...operation, params }, config: { scope: 'issue' } },
    async (request, reply) => {
      const license = await findLicenseById(store.db, callerOf(request), request.params.id);
      const document =
        license && (await findNewestDocument(store.db, account.id, license.license_id));
      if (document === undefined) return sendProblem(request, reply, notFound);
      return reply
        .type('application/jose')
        .header('content-disposition', 'attachment; filename="license.dat"')
        .send(document.bytes);
    },
  );
}

function addAction(app: App, context: Context, action: StateAction, summary: string): void {
  const operation = describeOperation({
    id: `${action}License`,
    tag,
    summary,
    isWrite: true,
    answer: LicenseView,
    codes: ['license_not_found', 'license_revoked'],
  });
  app.post(
    v1Paths.licenseAction(action),
    { schema: { ...operation, params }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { id: licenseId } = request.params;
      const outcome = await runOnce<License>(context, request, (commit) =>
        setLicenseState(context, callerOf(request), { licenseId, action }, commit),
      );
      return sendOutcome(request, reply, outcome, toLicense);
    },
  );
}

const notFound = fail('license_not_found', 'Check the id of the license.');

function toLicense(license: License): Static<typeof LicenseView> {
  const { kind, product, state, domains, valid_from: from, valid_to: to } = license;
  return {
    id: license.license_id,
    kind,
    product,
    state,
    stateChangedAt: formatInstant(license.state_changed_at),
    domains: domains.map(({ name, scope }) => ({ name, scope })),
    ...(from !== null && { validFrom: formatInstant(from) }),
    ...(to !== null && { validTo: formatInstant(to) }),
    generation: license.gen,
    createdAt: formatInstant(license.created_at),
  };
}
