import type { EpochSeconds } from '@licet/core';
import { Type } from 'typebox';
import type { License } from '../../db/licenses.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { DomainKeyText, DomainText, ProductName } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { createLicense } from '../../services/licenses/create-license.js';
import { openDomainKey } from '../../services/licenses/domain-key.js';
import { kinds, LicenseWithKey, toLicense } from './license-view.js';
import { v1Paths } from './paths.js';
import { Label, newTerms, Scope, Seats, SerialText, ServerPathText } from './terms-schemas.js';

const strict = { additionalProperties: false } as const;

/** A list of domains in a request. */
export const DomainList = Type.Array(
  Type.Object({ domain: DomainText(), scope: Type.Optional(Scope) }, strict),
  { minItems: 1, maxItems: 50, description: 'Of a domain license, in place of domain and scope' },
);

const draft = Type.Object(
  {
    kind: Type.Enum([...kinds]),
    product: ProductName(),
    ...newTerms,
    domain: Type.Optional(DomainText('Of a domain license; *.example.com for one label below')),
    scope: Type.Optional(Scope),
    key: Type.Optional(DomainKeyText()),
    domains: Type.Optional(DomainList),
    computerId: Type.Optional(
      Label(
        'Machine of a single-user license; the first activation code names one when absent',
        examples.computerId,
      ),
    ),
    siteCode: Type.Optional(
      Label('Machine of a single-user license, as its site code', examples.siteCode),
    ),
    serverPath: Type.Optional(ServerPathText),
    seats: Type.Optional(Seats),
    serial: Type.Optional(SerialText),
  },
  strict,
);

/** Creates licenses of every kind. */
export function addLicenseCreation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createLicense',
    tag: 'Licenses',
    summary: 'Create a license',
    isWrite: true,
    status: 201,
    answer: LicenseWithKey,
    codes: [
      'product_not_found',
      'invalid_domain',
      'public_suffix',
      'invalid_date',
      'date_not_in_future',
      'unknown_field',
      'key_in_use',
      'serial_in_use',
      'license_too_large',
    ],
  });
  app.post(
    v1Paths.licenses,
    { schema: { ...operation, body: draft }, config: { scope: 'issue' } },
    async (request, reply) => {
      const outcome = await runOnce<License>(context, request, (commit) =>
        createLicense(context, callerOf(request), request.body, commit),
      );
      if (outcome.ok)
        reply.code(201).header('location', `${v1Paths.licenses}/${outcome.value.license_id}`);
      return sendOutcome(request, reply, outcome, (license) =>
        toLicenseWithKey(context, license, outcome.at),
      );
    },
  );
}

/** A license with the key that its customer gets. */
export function toLicenseWithKey(context: Context, license: License, now: EpochSeconds) {
  const key = openDomainKey(context, license);
  return { ...toLicense(license, now), ...(key !== undefined && { key }) };
}
