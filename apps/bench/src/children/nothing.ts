import { currentUsage } from '../usage.js';

/** What Node alone costs to start. */
console.log(JSON.stringify(currentUsage()));
