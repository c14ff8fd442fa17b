import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { createTrustedProxies } from '@licet/core';
import fastify, { LogController, type FastifyServerOptions } from 'fastify';
import type { Config } from './config.js';
import { answerClientError, answerOddRequests } from './http/answer-client-errors.js';
import type { App } from './http/app.js';
import { authenticateRequests } from './http/authenticate.js';
import { countRequests } from './http/count-requests.js';
import { drainConnections } from './http/drain.js';
import { foldFieldNames } from './http/fold-field-names.js';
import { guardLoad } from './http/guard-load.js';
import { answerFrameworkError, handleErrors } from './http/handle-errors.js';
import { countAddresses, createRates } from './http/limit-rates.js';
import { limits } from './http/limits.js';
import { createLoggerOptions, logRequests, type LogStream } from './http/log-requests.js';
import { readBodies } from './http/read-body.js';
import { refuseNul } from './http/refuse-nul.js';
import { traceRequests } from './http/trace-requests.js';
import { compileValidator } from './http/validate.js';
import { addConsolePage } from './routes/console/page.js';
import { addConsolePeople } from './routes/console/people.js';
import { addConsoleSession } from './routes/console/session.js';
import { addDocs } from './routes/docs.js';
import { addHealth } from './routes/health.js';
import { addJwks } from './routes/jwks.js';
import { addMetrics } from './routes/metrics.js';
import { addOpenApi, describeApi } from './routes/openapi.js';
import { addProblems } from './routes/problems.js';
import { addActivations } from './routes/v1/activations.js';
import { addApiKeys } from './routes/v1/api-keys.js';
import { addAuditLog } from './routes/v1/audit-log.js';
import { addExplain } from './routes/v1/explain.js';
import { addLicenses } from './routes/v1/licenses.js';
import { addHolders } from './routes/v1/holders.js';
import { addLeases } from './routes/v1/leases.js';
import { addProducts } from './routes/v1/products.js';
import { addSeats } from './routes/v1/seats.js';
import { addSigningKeys } from './routes/v1/signing-keys.js';
import { addStatus } from './routes/v1/status.js';
import { addTokenSettings } from './routes/v1/token-settings.js';
import { addSerials } from './routes/v1/serials.js';
import { addStatistics } from './routes/v1/statistics.js';
import { addActivateDomainLicense } from './routes/v5/activate-domain-license.js';
import { addCheckLicenseStatus } from './routes/v5/check-license-status.js';
import { addExchangeAccessToken } from './routes/v5/exchange-access-token.js';
import { addGenerateAccessToken } from './routes/v5/generate-access-token.js';
import { addGenerateDomainLicense } from './routes/v5/generate-domain-license.js';
import { addCheckMaintenancePlan } from './routes/v5/check-maintenance-plan.js';
import { addGenerateTokenLicense } from './routes/v5/generate-token-license.js';
import { addRenewDomainLicense } from './routes/v5/renew-domain-license.js';
import { addRoot } from './routes/v5/root.js';
import { addValidateAccessToken } from './routes/v5/validate-access-token.js';
import { addValidateDomainLicense } from './routes/v5/validate-domain-license.js';
import { addValidateTokenLicense } from './routes/v5/validate-token-license.js';
import { addValidateNetworkLicense } from './routes/v5/validate-network-license.js';
import { addValidateSingleUserLicense } from './routes/v5/validate-single-user-license.js';
import type { Context } from './services/context.js';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;

/** How an app talks about itself, and what it lets clients use up: who leaves these limits out does without them. */
export interface AppOptions extends Partial<TrafficConfig> {
  readonly logLevel: string;
  readonly logStream: LogStream;
  /** Who has it may read the metrics; absent: whoever asks from this machine. */
  readonly metricsToken?: string | undefined;
}

type TrafficConfig = Pick<
  Config,
  'trustedProxies' | 'ratePerAddress' | 'ratePerKey' | 'maxRequests'
>;

/** Puts the whole API together. It does not listen yet; closing it leaves the context open. */
export async function createApp(context: Context, options: AppOptions): Promise<App> {
  const { ratePerAddress = 0, ratePerKey = 0, maxRequests = Infinity } = options;
  const { trustedProxies = createTrustedProxies([]) } = options;
  const rates = createRates({ ratePerAddress, ratePerKey, now: context.store.now });
  const app = createServer(options);
  handleErrors(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    done();
  });
  traceRequests(app);
  drainConnections(app);
  guardLoad(app, maxRequests);
  logRequests(app);
  countRequests(app);
  answerOddRequests(app);
  refuseNul(app);
  countAddresses(app, rates, trustedProxies);
  authenticateRequests(app, context, rates);
  readBodies(app);
  foldFieldNames(app);
  await describeApi(app, context.publicUrl);
  addRoutes(app, context);
  addMetrics(app, context, options.metricsToken);
  app.addHook('onClose', () => context.refusals.flush());
  return app;
}

/**
 * Validation by the schemas' own library. Nothing is compiled for answers: they are typed by the same schemas, and JSON.stringify
 * is as fast. The types of Fastify know no other library than its own, which is not even loaded this way.
 */
const compilersFactory = {
  buildValidator: () => compileValidator,
  buildSerializer: () => () => JSON.stringify,
} as unknown as CompilersFactory;

function createServer({ logLevel, logStream }: AppOptions): App {
  const app = fastify({
    logger: createLoggerOptions(logLevel, logStream),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    schemaController: { compilersFactory },
    routerOptions: { caseSensitive: false, maxParamLength: limits.pathParameterCharacters },
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    connectionTimeout: limits.idleTimeout,
    forceCloseConnections: 'idle',
    // Who was let in before the door was closed is served.
    return503OnClosing: false,
    http: {
      // Without one we answer ourselves, with a body.
      requireHostHeader: false,
      headersTimeout: limits.headersTimeout,
      connectionsCheckingInterval: limits.timeoutCheckInterval,
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError,
  });
  app.server.maxConnections = limits.connections;
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

function addRoutes(app: App, context: Context): void {
  addRoot(app);
  addGenerateDomainLicense(app, context);
  addCheckLicenseStatus(app, context);
  addRenewDomainLicense(app, context);
  addValidateSingleUserLicense(app, context);
  addValidateNetworkLicense(app, context);
  addValidateDomainLicense(app, context);
  addActivateDomainLicense(app, context);
  addExchangeAccessToken(app, context);
  addGenerateAccessToken(app, context);
  addValidateAccessToken(app, context);
  addGenerateTokenLicense(app, context);
  addCheckMaintenancePlan(app, context);
  addValidateTokenLicense(app, context);
  addProducts(app, context);
  addTokenSettings(app, context);
  addSigningKeys(app, context);
  addStatus(app, context);
  addApiKeys(app, context);
  addLicenses(app, context);
  addSeats(app, context);
  addHolders(app, context);
  addLeases(app, context);
  addAuditLog(app, context);
  addSerials(app, context);
  addActivations(app, context);
  addStatistics(app, context);
  addExplain(app, context);
  addConsolePage(app);
  addConsoleSession(app, context);
  addConsolePeople(app, context);
  addJwks(app, context);
  addHealth(app, context);
  addOpenApi(app);
  addDocs(app);
  addProblems(app);
}
