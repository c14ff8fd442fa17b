import { Type } from 'typebox';
import { findNewestDocument } from '../../db/documents.js';
import { findLicenseBySerial } from '../../db/licenses.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail, succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { findLicense } from '../../services/licenses/change-license.js';
import { findSignatureFault } from '../../services/licenses/re-sign-license.js';
import { openDomainKey } from '../../services/licenses/domain-key.js';
import { licenseParams, LicenseView, toLicense } from './license-view.js';
import { v1Paths } from './paths.js';
import { normalizeSerial } from '@licet/core';

const tag = 'Licenses';

/** Reads one license: the record, its file, its domain key. */
export function addLicenseReading(app: App, context: Context): void {
  addRecord(app, context);
  addBySerial(app, context);
  addFile(app, context);
  addKey(app, context);
}

function addRecord(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'readLicense',
    tag,
    summary: 'Read a license',
    answer: LicenseView,
    codes: ['license_not_found'],
  });
  app.get(
    v1Paths.license,
    { schema: { ...operation, params: licenseParams }, config: { scope: 'issue' } },
    async (request, reply) => {
      const outcome = await findLicense(store.db, callerOf(request), request.params.id);
      return sendOutcome(request, reply, outcome, (license) => toLicense(license, store.now()));
    },
  );
}

function addBySerial(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'readSerial',
    tag: 'Serials',
    summary: 'Read the license of a serial number',
    answer: LicenseView,
    codes: ['license_not_found'],
  });
  app.get(
    v1Paths.serial,
    {
      schema: {
        ...operation,
        params: Type.Object({ serial: Type.String({ examples: [examples.serial] }) }),
      },
      config: { scope: 'issue' },
    },
    async (request, reply) => {
      const serial = normalizeSerial(request.params.serial) ?? '';
      const license = await findLicenseBySerial(store.db, callerOf(request), serial);
      const outcome = license
        ? succeed(license)
        : fail('license_not_found', 'Check the serial number.');
      return sendOutcome(request, reply, outcome, (found) => toLicense(found, store.now()));
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
    codes: ['license_not_found', 'license_file_not_found', 'license_file_burnt', 'license_revoked'],
  });
  app.get(
    v1Paths.licenseFile,
    { schema: { ...operation, params: licenseParams }, config: { scope: 'issue' } },
    async (request, reply) => {
      const license = await findLicense(store.db, callerOf(request), request.params.id);
      if (!license.ok) return sendProblem(request, reply, license);
      const { license_id } = license.value;
      const document = await findNewestDocument(store.db, account.id, license_id);
      if (document === undefined) return sendProblem(request, reply, noFile);
      const fault = findSignatureFault(document, license.value);
      if (fault !== undefined) return sendProblem(request, reply, fault);
      return reply
        .type('application/jose')
        .header('content-disposition', 'attachment; filename="license.dat"')
        .send(document.bytes);
    },
  );
}

const noFile = fail(
  'license_file_not_found',
  'A token license has none, and a single-user license gets one with its machine.',
);

function addKey(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'readDomainKey',
    tag,
    summary: 'Read the domain key of a license',
    answer: Type.Object({ key: Type.String({ examples: [examples.domainKey] }) }),
    codes: ['license_not_found', 'wrong_license_kind'],
  });
  app.get(
    v1Paths.licenseKey,
    { schema: { ...operation, params: licenseParams }, config: { scope: 'admin' } },
    async (request, reply) => {
      const license = await findLicense(context.store.db, callerOf(request), request.params.id);
      if (!license.ok) return sendProblem(request, reply, license);
      const key = openDomainKey(context, license.value);
      const outcome =
        key === undefined
          ? fail('wrong_license_kind', 'Only domain licenses have keys.')
          : succeed({ key });
      return sendOutcome(request, reply, outcome, (answer) => answer);
    },
  );
}
