import { describe, it } from 'vitest';
import { createFaultSuite } from '../src/index.js';
import { startBareApp } from './bare-app.js';

describe('the bare core over node:http', () => {
  it.each(createFaultSuite({ start: startBareApp }))('$name', ({ run }) => run());
});
