import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.js';
import { sendPage } from '../http/send-page.js';
import { sendProblem } from '../http/send-problem.js';
import { toProblemHtml, toProblemIndexHtml } from '../problem-html.js';
import { isProblemCode, problemsPath, toProblemIndex, toProblemPage } from '../problem-page.js';
import { fail } from '../problems.js';

/** `/problems`: what each code means, for everybody: the `type` of a problem leads there. */
export function addProblems(app: App): void {
  const options = { schema: { hide: true }, config: { scope: 'none' } } as const;
  app.get(problemsPath, options, (request, reply) =>
    sendDocument(request, reply, { markdown: toProblemIndex, html: toProblemIndexHtml }),
  );
  app.get<{ Params: { code: string } }>(`${problemsPath}/:code`, options, (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code)) {
      return sendProblem(request, reply, fail('not_found', `${problemsPath} lists all codes.`));
    }
    return sendDocument(request, reply, {
      markdown: () => toProblemPage(code),
      html: () => toProblemHtml(code),
    });
  });
}

interface Document {
  readonly markdown: () => string;
  readonly html: () => string;
}

/** A page for browsers, which ask for one by name; Markdown for everybody else. */
function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { markdown, html }: Document,
): FastifyReply {
  reply.header('vary', 'accept');
  return (request.headers.accept ?? '').includes('text/html')
    ? sendPage(reply, html())
    : reply.type('text/markdown; charset=utf-8').send(markdown());
}
