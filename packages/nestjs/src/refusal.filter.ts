import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LicenseRefusal } from './license-refusal.js';
import { sendRefusal, type PlatformResponse } from './send-refusal.js';

/** Answers with core's refusal, before any filter of the application can give it another form. */
@Catch(LicenseRefusal)
export class RefusalFilter implements ExceptionFilter<LicenseRefusal> {
  catch({ refusal }: LicenseRefusal, host: ArgumentsHost): void {
    sendRefusal(host.switchToHttp().getResponse<PlatformResponse>(), refusal);
  }
}
