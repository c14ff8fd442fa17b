import { setImmediate } from 'node:timers/promises';
import { failureText, servedBody, type GuardTarget } from '@licet/conformance';
import {
  All,
  Catch,
  Controller,
  Inject,
  Module,
  type ArgumentsHost,
  type DynamicModule,
  type ExceptionFilter,
} from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import {
  License,
  LICENSE_GATE,
  LicetModule,
  RequiresFeature,
  type GateOptions,
  type LicenseAccess,
  type LicenseGate,
} from '../src/index.js';
import { runApp } from './running-app.js';

const counterToken = Symbol('counter');

interface Counter {
  handled: number;
}

/** The application of the conformance suite on one platform of Nest. */
export const startGuardedApp =
  (createAdapter: () => AbstractHttpAdapter): GuardTarget['start'] =>
  async (options) => {
    const counter: Counter = { handled: 0 };
    const { app, port } = await runApp(
      SuiteModule.with(options, counter),
      createAdapter(),
      (created) => created.useGlobalFilters(new FailureFilter(created.get(HttpAdapterHost))),
    );
    const gate = app.get<LicenseGate>(LICENSE_GATE);
    app.getHttpServer().on('upgrade', (request, socket) => {
      const { allowed } = gate.check(request);
      socket.end(`HTTP/1.1 ${allowed ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
    });
    return {
      port,
      get handled() {
        return counter.handled;
      },
      close: () => app.close(),
    };
  };

/** Takes everything that is thrown, as many applications do. */
@Catch()
class FailureFilter implements ExceptionFilter<Error> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: Error, context: ArgumentsHost): void {
    this.host.httpAdapter.reply(context.switchToHttp().getResponse(), error.message, 418);
  }
}

@Controller()
class Pages {
  constructor(@Inject(counterToken) private readonly counter: Counter) {}

  @All('access')
  async access(@License() access: LicenseAccess): Promise<LicenseAccess> {
    this.counter.handled += 1;
    await setImmediate();
    return access;
  }

  @All('reports')
  @RequiresFeature('reports')
  reports(): string {
    return this.serve();
  }

  @All('export')
  @RequiresFeature('export')
  export(): string {
    return this.serve();
  }

  @All('fails')
  fail(): never {
    this.counter.handled += 1;
    throw new Error(failureText);
  }

  @All('*')
  serve(): string {
    this.counter.handled += 1;
    return servedBody;
  }
}

@Module({ controllers: [Pages] })
class SuiteModule {
  static with(options: GateOptions, counter: Counter): DynamicModule {
    return {
      module: SuiteModule,
      imports: [LicetModule.forRoot(options)],
      providers: [{ provide: counterToken, useValue: counter }],
    };
  }
}
