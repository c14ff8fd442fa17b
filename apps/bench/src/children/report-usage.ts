import { currentUsage } from '../usage.js';

/** Loaded before a child's own code (`--import`): answers any message with what the process has used so far. */
process.on('message', () => {
  process.send?.(currentUsage());
});
// Also when the parent is killed.
process.on('disconnect', () => process.exit());
process.channel?.unref();
