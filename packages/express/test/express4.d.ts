/** Express 4 under its alias. The two majors have the same types for what the tests use. */
declare module 'express4' {
  import express from 'express';

  export default express;
}
