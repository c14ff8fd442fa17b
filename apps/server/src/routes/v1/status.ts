import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { describeOperation } from '../../http/operation.js';
import { sendList } from '../../http/send-list.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { readStatusList, ttlSeconds } from '../../services/status/read-status-list.js';
import { readTrustList } from '../../services/status/read-trust-list.js';
import { v1Paths } from './paths.js';

const common = {
  tag: 'Status',
  isOpen: true,
  isCacheable: true,
  answer: Type.String({
    examples: ['eyJhbGciOiJSUzI1NiIs….eyJ2IjoxLCJpc3MiOiJp….dGhlIHNpZ25hdHVyZQ'],
  }),
} as const;
const params = Type.Object({
  list: Type.String({ description: 'The number of the list, from 0', examples: ['0'] }),
});
const config = { scope: 'none' } as const;

/** `/v1/status-lists` and `/v1/trust`: what guards ask for in the background. Signed, for everybody, and good for caches. */
export function addStatus(app: App, context: Context): void {
  addStatusList(app, context);
  addTrustList(app, context);
}

function addStatusList(app: App, context: Context): void {
  const mediaType = 'application/statuslist+jwt';
  const schema = describeOperation({
    ...common,
    id: 'readStatusList',
    summary: 'A signed status list: which documents were ended',
    mediaType,
    codes: ['not_found'],
  });
  app.get(v1Paths.statusList, { schema: { ...schema, params }, config }, async (request, reply) => {
    const { list } = request.params;
    const published = /^(?:0|[1-9]\d{0,5})$/.test(list)
      ? await readStatusList(context, Number(list))
      : undefined;
    if (published === undefined) return sendProblem(request, reply, noList);
    const { document: text, sequence: version } = published;
    return sendList(request, reply, { mediaType, maxAgeSeconds: ttlSeconds, version, text });
  });
}

function addTrustList(app: App, context: Context): void {
  const mediaType = 'application/trust+jwt';
  const schema = describeOperation({
    ...common,
    id: 'readTrustList',
    summary: "The root's signed list of stolen keys",
    mediaType,
  });
  app.get(v1Paths.trustList, { schema, config }, async (request, reply) => {
    const { document: text, sequence: version } = await readTrustList(context);
    return sendList(request, reply, { mediaType, maxAgeSeconds: ttlSeconds, version, text });
  });
}

const noList = fail('not_found', 'There is no status list of this number yet.');
