import type { App } from '../../http/app.js';
import type { Context } from '../../services/context.js';
import { addLicenseChanges } from './license-changes.js';
import { addLicenseCreation } from './license-creation.js';
import { addLicenseListing } from './license-listing.js';
import { addLicenseReading } from './license-reading.js';

/** `/v1/licenses`: what was sold. */
export function addLicenses(app: App, context: Context): void {
  addLicenseCreation(app, context);
  addLicenseListing(app, context);
  addLicenseReading(app, context);
  addLicenseChanges(app, context);
}
