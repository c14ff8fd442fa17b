import type { Command } from '../program/command.js';
import { activationCommands } from './activations.js';
import { createCompletion } from './completion.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { init } from './init.js';
import { inspect } from './inspect.js';
import { issue } from './issue.js';
import { keyCommands } from './keys.js';
import { keygen } from './keygen.js';
import { licenseCommands } from './licenses.js';
import { verify } from './verify.js';

const all: Command[] = [
  init,
  doctor,
  explain,
  verify,
  inspect,
  issue,
  keygen,
  ...licenseCommands,
  importCommand,
  exportCommand,
  ...activationCommands,
  ...keyCommands,
];
all.push(createCompletion(all));

/** All that the program can do, in the order of its help. */
export const commands: readonly Command[] = all;
