import { serveJson } from './serve-json.js';

/** Node's HTTP server alone: reads a JSON body, answers a JSON body. */
serveJson((_body, send) => send({ valid: false }));
