import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { Controller, Get, type CanActivate, type DynamicModule } from '@nestjs/common';
import { expectTypeOf, it } from 'vitest';
import {
  License,
  LicenseGuard,
  LicetModule,
  RequiresFeature,
  type Decision,
  type GateOptions,
  type LicenseAccess,
  type LicenseGate,
} from './index.js';

it('takes the options of every guard', () => {
  expectTypeOf<GateOptions>().toExtend<Parameters<typeof LicetModule.forRoot>[0]>();
  expectTypeOf<ReturnType<typeof LicetModule.forRoot>>().toEqualTypeOf<DynamicModule>();
});

it('takes a factory, asynchronous or not, and what it asks for', () => {
  const options = {} as GateOptions;
  LicetModule.forRootAsync({ useFactory: () => options });
  LicetModule.forRootAsync({ inject: ['A'], useFactory: (_a: string) => Promise.resolve(options) });
});

it('decorates classes, handlers and parameters', () => {
  @Controller()
  @RequiresFeature('admin')
  class Pages {
    @Get()
    @RequiresFeature('reports')
    page(@License() access: LicenseAccess): string {
      return access.host;
    }
  }
  expectTypeOf(Pages).toBeConstructibleWith();
  expectTypeOf(LicenseGuard).instance.toExtend<CanActivate>();
});

it('asks for a decision with a request of either HTTP version', () => {
  expectTypeOf<IncomingMessage | Http2ServerRequest>().toExtend<
    Parameters<LicenseGate['check']>[0]
  >();
  expectTypeOf<ReturnType<LicenseGate['check']>>().toEqualTypeOf<Decision>();
});
