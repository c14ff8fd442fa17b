import type { License } from '../api/types.js';

/** What every dialog about a license is given. */
export interface LicenseDialogProps {
  readonly license: License;
  readonly onChanged: (license: License) => void;
  readonly onClose: () => void;
}
