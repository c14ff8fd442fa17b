import type { EpochSeconds } from '@licet/core';
import { Type, type Static, type TSchema } from 'typebox';
import type { License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { DomainKeyText, DomainText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Outcome, ProblemCode } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { patchLicense } from '../../services/licenses/patch-license.js';
import { renewLicense } from '../../services/licenses/renew-license.js';
import { replaceDomainKey } from '../../services/licenses/replace-domain-key.js';
import { setLicenseState, type StateAction } from '../../services/licenses/set-license-state.js';
import { transferLicense } from '../../services/licenses/transfer-license.js';
import type { Commit } from '../../services/write.js';
import { DomainList, toLicenseWithKey } from './license-creation.js';
import { licenseParams, LicenseView, LicenseWithKey, toLicense } from './license-view.js';
import { v1Paths } from './paths.js';
import {
  DateText,
  Features,
  Label,
  Maintenance,
  PolicyTerms,
  Scope,
  Seats,
  ServerPathText,
} from './terms-schemas.js';

const strict = { additionalProperties: false } as const;

const patch = Type.Object(
  {
    features: Type.Optional(Features),
    maintenance: Type.Optional(Type.Union([Maintenance, Type.Null()])),
    policy: Type.Optional(PolicyTerms),
    holder: Type.Optional(Type.Union([Label('Who has it'), Type.Null()])),
    seats: Type.Optional(Seats),
  },
  strict,
);

const renewal = Type.Object(
  {
    validTo: Type.Union([DateText('New end, exclusive'), Type.Null()], {
      description: 'New end, exclusive; null for none',
    }),
    allowShorter: Type.Optional(
      Type.Boolean({
        description: 'Also to an earlier end; then the file before stops being good',
      }),
    ),
  },
  strict,
);

const transfer = Type.Object(
  {
    domain: Type.Optional(DomainText('New domain of a domain license')),
    scope: Type.Optional(Scope),
    domains: Type.Optional(DomainList),
    computerId: Type.Optional(Label('New machine of a single-user license', examples.computerId)),
    siteCode: Type.Optional(
      Label('New machine of a single-user license, as its site code', examples.siteCode),
    ),
    serverPath: Type.Optional(ServerPathText),
  },
  strict,
);

const newKey = Type.Object({ key: Type.Optional(DomainKeyText()) }, strict);

/** All that is done to a license once it was sold. */
export function addLicenseChanges(app: App, context: Context): void {
  addChange(app, context, {
    id: 'changeLicense',
    summary: 'Change the terms of a license; less than before ends the files that are out there',
    method: 'PATCH',
    path: v1Paths.license,
    body: patch,
    run: patchLicense,
    codes: ['invalid_date', 'license_suspended'],
  });
  addChange(app, context, {
    id: 'renewLicense',
    summary: 'Move the end of a license',
    path: v1Paths.licenseAction('renew'),
    body: renewal,
    run: renewLicense,
    codes: [
      'invalid_date',
      'date_not_in_future',
      'license_suspended',
      'permanent_license',
      'date_before_current_end',
    ],
  });
  addChange(app, context, {
    id: 'transferLicense',
    summary: 'Move a license to other domains or another machine',
    path: v1Paths.licenseAction('transfer'),
    body: transfer,
    run: transferLicense,
    codes: [
      'missing_field',
      'invalid_domain',
      'public_suffix',
      'wrong_license_kind',
      'license_suspended',
      'transfer_limit_reached',
    ],
  });
  addChange(app, context, {
    id: 'replaceDomainKey',
    summary: 'Give a domain license another key',
    path: v1Paths.licenseKey,
    body: newKey,
    run: replaceDomainKey,
    codes: ['wrong_license_kind', 'key_in_use', 'license_suspended'],
    answer: LicenseWithKey,
    toAnswer: (license, at) => toLicenseWithKey(context, license, at),
  });
  addStateAction(app, context, 'revoke', 'Revoke a license for good');
  addStateAction(app, context, 'suspend', 'Suspend a license');
  addStateAction(app, context, 'reinstate', 'Reinstate a suspended license');
}

const changeCodes = ['license_not_found', 'license_revoked', 'license_too_large'] as const;

type OrderOf<Body extends TSchema> = Static<Body> & { readonly id: string };

/** A write to one license whose body says how. */
interface ChangeRoute<Body extends TSchema> {
  readonly id: string;
  readonly summary: string;
  readonly method?: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Body;
  readonly run: (
    context: Context,
    reach: Reach,
    request: OrderOf<Body>,
    commit: Commit<License>,
  ) => Promise<Outcome<License>>;
  readonly answer?: TSchema;
  /** Besides those of every change. */
  readonly codes: readonly ProblemCode[];
  readonly toAnswer?: (license: License, now: EpochSeconds) => object;
}

function addChange<Body extends TSchema>(
  app: App,
  context: Context,
  route: ChangeRoute<Body>,
): void {
  const { id, summary, method = 'POST', path, body, run, answer = LicenseView } = route;
  const codes = [...changeCodes, ...route.codes];
  const { toAnswer = toLicense } = route;
  const operation = describeOperation({
    id,
    tag: 'Licenses',
    summary,
    isWrite: true,
    answer,
    codes,
  });
  app.route({
    method,
    url: path,
    schema: { ...operation, params: licenseParams, body },
    config: { scope: 'issue' },
    handler: async (request, reply) => {
      const { id: licenseId } = request.params;
      const order = { ...(request.body as object), id: licenseId } as OrderOf<Body>;
      const outcome = await runOnce<License>(context, request, (commit) =>
        run(context, callerOf(request), order, commit),
      );
      return sendOutcome(request, reply, outcome, (license) => toAnswer(license, outcome.at));
    },
  });
}

function addStateAction(app: App, context: Context, action: StateAction, summary: string): void {
  const operation = describeOperation({
    id: `${action}License`,
    tag: 'Licenses',
    summary,
    isWrite: true,
    answer: LicenseView,
    // Revoking what is revoked already is no failure.
    codes: action === 'revoke' ? ['license_not_found'] : ['license_not_found', 'license_revoked'],
  });
  app.post(
    v1Paths.licenseAction(action),
    { schema: { ...operation, params: licenseParams }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { id: licenseId } = request.params;
      const outcome = await runOnce<License>(context, request, (commit) =>
        setLicenseState(context, callerOf(request), { licenseId, action }, commit),
      );
      return sendOutcome(request, reply, outcome, (license) => toLicense(license, outcome.at));
    },
  );
}
