import { Type } from 'typebox';
import type { TokenSettingRow } from '../../db/tables.js';
import { findTokenSetting, listTokenSettings } from '../../db/token-settings.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { describeOperation } from '../../http/operation.js';
import { PageOf, pageQuery, parsePage, readPage, type Position } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { succeed } from '../../problems.js';
import type { Context } from '../../services/context.js';
import {
  changeTokenSetting,
  deleteTokenSetting,
  noTokenSetting,
} from '../../services/tokens/change-token-setting.js';
import {
  createTokenSetting,
  type SecretSetting,
} from '../../services/tokens/create-token-setting.js';
import { rotateTokenSecret } from '../../services/tokens/rotate-token-secret.js';
import { v1Paths } from './paths.js';
import {
  rotationDraft,
  TokenSetting,
  tokenSettingDraft,
  tokenSettingPatch,
  TokenSettingWithSecret,
  toSettingWithSecret,
  toTokenSetting,
} from './token-setting-view.js';

const tag = 'Token settings';
const params = Type.Object({ id: Type.String({ examples: ['1'] }) });
const config = { scope: 'admin' } as const;

/** `/v1/token-settings`: how access tokens are made. */
export function addTokenSettings(app: App, context: Context): void {
  addCreation(app, context);
  addListing(app, context);
  addReading(app, context);
  addChange(app, context);
  addRotation(app, context);
  addDeletion(app, context);
}

function addCreation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createTokenSetting',
    tag,
    summary: 'Create a token setting',
    isWrite: true,
    status: 201,
    answer: TokenSettingWithSecret,
    codes: ['product_not_found'],
  });
  const schema = { ...operation, body: tokenSettingDraft };
  app.post(v1Paths.tokenSettings, { schema, config }, async (request, reply) => {
    const outcome = await runOnce<SecretSetting>(context, request, (commit) =>
      createTokenSetting(context, callerOf(request), request.body, commit),
    );
    if (outcome.ok) {
      const { setting_id: id } = outcome.value.row;
      reply.code(201).header('location', `${v1Paths.tokenSettings}/${String(id)}`);
    }
    return sendOutcome(request, reply, outcome, toSettingWithSecret);
  });
}

function addListing(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'listTokenSettings',
    tag,
    summary: 'List token settings',
    answer: PageOf(TokenSetting),
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  const schema = { ...operation, querystring };
  app.get(v1Paths.tokenSettings, { schema, config }, async (request, reply) => {
    const page = parsePage(request.query, isId);
    if (!page.ok) return sendProblem(request, reply, page);
    const settings = await readPage(page.value, {
      read: (wanted) => listTokenSettings(store.db, callerOf(request), wanted),
      toItem: toTokenSetting,
      toPosition: ({ setting_id: id }) => [id],
    });
    return reply.send(settings);
  });
}

function addReading(app: App, { store }: Context): void {
  const operation = describeOperation({
    id: 'readTokenSetting',
    tag,
    summary: 'Read a token setting',
    answer: TokenSetting,
    codes: ['token_setting_not_found'],
  });
  const schema = { ...operation, params };
  app.get(v1Paths.tokenSetting, { schema, config }, async (request, reply) => {
    const id = toId(request.params.id);
    const row = await findTokenSetting(store.db, callerOf(request), id);
    return sendOutcome(request, reply, row ? succeed(row) : noTokenSetting, toTokenSetting);
  });
}

function addChange(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'changeTokenSetting',
    tag,
    summary: 'Change a token setting',
    description:
      'A lifetime counts for new tokens. To allow client keys no more ends those that tokens were exchanged for.',
    isWrite: true,
    answer: TokenSetting,
    codes: ['token_setting_not_found'],
  });
  const schema = { ...operation, params, body: tokenSettingPatch };
  app.patch(v1Paths.tokenSetting, { schema, config }, async (request, reply) => {
    const change = { settingId: toId(request.params.id), patch: request.body };
    const outcome = await runOnce<TokenSettingRow>(context, request, (commit) =>
      changeTokenSetting(context, callerOf(request), change, commit),
    );
    return sendOutcome(request, reply, outcome, toTokenSetting);
  });
}

function addRotation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'rotateTokenSecret',
    tag,
    summary: 'Make a new secret and retire the one before',
    description:
      'New tokens are signed with it at once. The one before verifies until the last token that it can have signed has ended; at most seven of them.',
    isWrite: true,
    status: 201,
    answer: TokenSettingWithSecret,
    codes: ['token_setting_not_found', 'too_many_secrets'],
  });
  const schema = { ...operation, params, body: rotationDraft };
  app.post(v1Paths.rotateTokenSecret, { schema, config }, async (request, reply) => {
    const { endsOldTokens = false } = request.body;
    const rotation = { settingId: toId(request.params.id), endsOldTokens };
    const outcome = await runOnce<SecretSetting>(context, request, (commit) =>
      rotateTokenSecret(context, callerOf(request), rotation, commit),
    );
    if (outcome.ok) reply.code(201);
    return sendOutcome(request, reply, outcome, toSettingWithSecret);
  });
}

function addDeletion(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'deleteTokenSetting',
    tag,
    summary: 'Delete a token setting, and end its tokens and client keys',
    isWrite: true,
    answer: TokenSetting,
    codes: ['token_setting_not_found'],
  });
  const schema = { ...operation, params };
  app.delete(v1Paths.tokenSetting, { schema, config }, async (request, reply) => {
    const settingId = toId(request.params.id);
    const outcome = await runOnce<TokenSettingRow>(context, request, (commit) =>
      deleteTokenSetting(context, callerOf(request), settingId, commit),
    );
    return sendOutcome(request, reply, outcome, toTokenSetting);
  });
}

/** Ids are counted from 1: what cannot be one becomes 0, which nothing has. */
function toId(text: string): number {
  const id = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
  return id < 2 ** 31 ? id : 0;
}

function isId(position: Position): position is readonly [number] {
  const [id] = position;
  return position.length === 1 && Number.isInteger(id) && Math.abs(Number(id)) < 2 ** 31;
}
