import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

// Preloaded into every service: when run.mjs dies without a word (SIGKILL), the channel to it closes,
// and the service stops as on any SIGTERM.
if (isMainThread && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
