import {
  changeTokenSetting,
  createTokenSetting,
  deleteTokenSetting,
  exchangeAccessToken,
  generateAccessToken,
  listTokenSettings,
  readTokenSetting,
  rotateTokenSecret,
  validateAccessToken,
} from '../../dist/index.js';
import { noted, type Call, type Notes } from '../world.js';

const identifier = 'DEVICE12345';
const path = ({ tokenSettingId }: Notes) => ({ id: String(noted(tokenSettingId)) });

export const accessTokenCalls: Readonly<Record<string, Call>> = {
  createTokenSetting: async ({ admin: client, notes }) => {
    const body = { issuer: 'Acme', audience: 'acme-api', lifetimeSeconds: 3600 };
    const answer = await createTokenSetting({ client, body: { ...body, allowsClientKeys: true } });
    notes.tokenSettingId = answer.data?.id;
    return answer;
  },
  listTokenSettings: ({ admin: client }) => listTokenSettings({ client }),
  readTokenSetting: ({ admin: client, notes }) => readTokenSetting({ client, path: path(notes) }),
  changeTokenSetting: ({ admin: client, notes }) =>
    changeTokenSetting({ client, path: path(notes), body: { lifetimeSeconds: 600 } }),
  rotateTokenSecret: ({ admin: client, notes }) =>
    rotateTokenSecret({ client, path: path(notes), body: {} }),
  generateAccessToken: async ({ issue: client, notes }) => {
    const tokenSettingId = noted(notes.tokenSettingId);
    const body = { uniqueIdentifier: identifier, tokenSettingId };
    const answer = await generateAccessToken({ client, body });
    notes.accessToken = answer.data?.access_token;
    return answer;
  },
  validateAccessToken: ({ client, notes }) =>
    validateAccessToken({
      client,
      body: { token: noted(notes.accessToken), tokenSettingId: noted(notes.tokenSettingId) },
    }),
  exchangeAccessToken: ({ client, notes }) =>
    exchangeAccessToken({ client, body: { token: noted(notes.accessToken), identifier } }),
  deleteTokenSetting: ({ admin: client, notes }) =>
    deleteTokenSetting({ client, path: path(notes) }),
};
