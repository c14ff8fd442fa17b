import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import { listActivations, type ActivationFilter } from '../../db/activation-lists.js';
import type { ActivationRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { Instant } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { isCreationPosition, pageQuery, PageOf, parsePage, readPage } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Reach } from '../../db/reach.js';
import { revokeActivation } from '../../services/activations/revoke-activation.js';
import type { Context } from '../../services/context.js';
import { findLicense } from '../../services/licenses/change-license.js';
import {
  issueActivationCode,
  type IssuedCode,
} from '../../services/licenses/issue-activation-code.js';
import { licenseParams } from './license-view.js';
import { v1Paths } from './paths.js';
import { Label } from './terms-schemas.js';

const tag = 'Activations';
const params = Type.Object({ id: Type.String({ examples: [examples.activationId] }) });
const activationKinds = ['activation-code', 'token'] as const;
const strict = { additionalProperties: false } as const;

const Activation = Type.Object({
  id: Type.String({ examples: [examples.activationId] }),
  licenseId: Type.String({ examples: [examples.licenseId] }),
  kind: Type.Enum([...activationKinds]),
  identifier: Type.String({
    description: 'Names the machine or person',
    examples: [examples.computerId],
  }),
  identifierKind: Type.Enum(['computer', 'site', 'identifier']),
  createdAt: Instant('First time'),
  lastIssuedAt: Instant('Last time'),
  expiresAt: Type.Optional(Instant('End of what was issued last; absent when permanent')),
  revokedAt: Type.Optional(Instant('Revocation')),
});

const ActivationCode = Type.Object({
  id: Type.String({ description: 'Of the activation', examples: [examples.activationId] }),
  code: Type.String({ description: 'To be pasted; shown this once', examples: [examples.jws] }),
  licenseId: Type.String({ examples: [examples.licenseId] }),
  computerId: Type.Optional(Type.String({ examples: [examples.computerId] })),
  siteCode: Type.Optional(Type.String({ examples: [examples.siteCode] })),
  createdAt: Instant('Issue of this code'),
  expiresAt: Type.Optional(Instant('End, exclusive; absent when permanent')),
});

const draft = Type.Object(
  {
    computerId: Type.Optional(Label('Machine that the code is for', examples.computerId)),
    siteCode: Type.Optional(Label('The same by its site code: one of the two', examples.siteCode)),
  },
  strict,
);

/** `/v1/activations` and the codes of single-user licenses: which machines and persons have something. */
export function addActivations(app: App, context: Context): void {
  addCodes(app, context);
  addListing(app, context);
  addListingOfLicense(app, context);
  addRevocation(app, context);
}

function addCodes(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'issueActivationCode',
    tag,
    summary: 'Issue an activation code to the machine of a single-user license',
    isWrite: true,
    status: 201,
    answer: ActivationCode,
    codes: [
      'missing_field',
      'license_not_found',
      'wrong_license_kind',
      'license_revoked',
      'license_suspended',
      'license_expired',
      'bound_to_another_machine',
      'activation_revoked',
      'activation_limit_reached',
      'license_too_large',
    ],
  });
  app.post(
    v1Paths.activationCodes,
    { schema: { ...operation, params: licenseParams, body: draft }, config: { scope: 'issue' } },
    async (request, reply) => {
      const order = { ...request.body, id: request.params.id };
      const outcome = await runOnce<IssuedCode>(context, request, (commit) =>
        issueActivationCode(context, callerOf(request), order, commit),
      );
      if (outcome.ok)
        reply
          .code(201)
          .header(
            'location',
            `${v1Paths.activations}?license=${outcome.value.activation.license_id}`,
          );
      return sendOutcome(request, reply, outcome, toActivationCode);
    },
  );
}

function addListing(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'listActivations',
    tag,
    summary: 'List activations',
    answer: PageOf(Activation),
  });
  const querystring = Type.Object(
    {
      ...pageQuery,
      license: Type.Optional(
        Type.String({
          maxLength: 128,
          description: 'Id of a license',
          examples: [examples.licenseId],
        }),
      ),
      kind: Type.Optional(Type.Enum([...activationKinds])),
    },
    strict,
  );
  app.get(
    v1Paths.activations,
    { schema: { ...operation, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { license: licenseId, kind, ...query } = request.query;
      const page = await readActivations(context, callerOf(request), query, { licenseId, kind });
      return sendOutcome(request, reply, page, (body) => body);
    },
  );
}

function addListingOfLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'listLicenseActivations',
    tag,
    summary: 'List the activations of a license',
    answer: PageOf(Activation),
    codes: ['license_not_found'],
  });
  const querystring = Type.Object({ ...pageQuery }, strict);
  app.get(
    v1Paths.licenseActivations,
    { schema: { ...operation, params: licenseParams, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { id: licenseId } = request.params;
      const license = await findLicense(context.store.db, callerOf(request), licenseId);
      if (!license.ok) return sendProblem(request, reply, license);
      const page = await readActivations(context, callerOf(request), request.query, { licenseId });
      return sendOutcome(request, reply, page, (body) => body);
    },
  );
}

type ActivationPage = Static<ReturnType<typeof PageOf<typeof Activation>>>;

async function readActivations(
  { store }: Context,
  reach: Reach,
  query: { readonly cursor?: string; readonly limit?: string },
  filter: ActivationFilter,
): Promise<Outcome<ActivationPage>> {
  const page = parsePage(query, isCreationPosition);
  if (!page.ok) return page;
  const activations = await readPage(page.value, {
    read: (wanted) => listActivations(store.db, reach, filter, wanted),
    toItem: toActivation,
    toPosition: (row) => [row.created_at, row.activation_id],
  });
  return succeed(activations);
}

function addRevocation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'revokeActivation',
    tag,
    summary: 'Revoke an activation: its document stops being good, its seat is free',
    isWrite: true,
    answer: Activation,
    codes: ['activation_not_found'],
  });
  app.post(
    v1Paths.revokeActivation,
    { schema: { ...operation, params }, config: { scope: 'issue' } },
    async (request, reply) => {
      const outcome = await runOnce<ActivationRow>(context, request, (commit) =>
        revokeActivation(context, callerOf(request), request.params.id, commit),
      );
      return sendOutcome(request, reply, outcome, toActivation);
    },
  );
}

function toActivation(row: ActivationRow): Static<typeof Activation> {
  return {
    id: row.activation_id,
    licenseId: row.license_id,
    kind: row.kind,
    identifier: row.identifier,
    identifierKind: row.identifier_kind,
    createdAt: formatInstant(row.created_at),
    lastIssuedAt: formatInstant(row.last_issued_at),
    ...(row.expires_at !== null && { expiresAt: formatInstant(row.expires_at) }),
    ...(row.revoked_at !== null && { revokedAt: formatInstant(row.revoked_at) }),
  };
}

function toActivationCode({ activation, code }: IssuedCode): Static<typeof ActivationCode> {
  const { identifier, identifier_kind, expires_at } = activation;
  return {
    id: activation.activation_id,
    code,
    licenseId: activation.license_id,
    ...(identifier_kind === 'site' ? { siteCode: identifier } : { computerId: identifier }),
    createdAt: formatInstant(activation.last_issued_at),
    ...(expires_at !== null && { expiresAt: formatInstant(expires_at) }),
  };
}
