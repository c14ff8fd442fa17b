/** Koa 2 under its alias. The two majors have the same types for what the tests use. */
declare module 'koa2' {
  import Koa from 'koa';

  export default Koa;
}
