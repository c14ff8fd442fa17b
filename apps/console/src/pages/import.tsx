import { useEffect, useRef, useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { toProblem } from '../api/http.js';
import { columns, readLicenses, type ImportRow } from '../importing/read-licenses.js';
import { runImport, type Progress, type Refusal } from '../importing/run-import.js';
import { toHref } from '../router.js';
import { Button, LinkButton } from '../ui/button.js';
import { toCsv } from '../ui/csv.js';
import { TextField } from '../ui/fields.js';
import { formatNumber } from '../ui/format.js';
import { Card, Page } from '../ui/layout.js';
import { ProblemNotice, Tip } from '../ui/notice.js';
import { saveFile } from '../ui/save-file.js';
import { Rows } from '../ui/table.js';

const lead = 'Bring in the licenses that you have sold, from a CSV file.';

interface Source {
  readonly name: string;
  readonly rows: readonly ImportRow[];
}

export function ImportPage() {
  const [source, setSource] = useState<Source>();
  const [fault, setFault] = useState<string>();
  const read = async (file: File, batch: string) => {
    const reading = readLicenses(await file.text(), batch);
    setSource(reading.ok ? { name: file.name, rows: reading.rows } : undefined);
    setFault(reading.ok ? undefined : reading.detail);
  };
  return (
    <Page title="Import" lead={lead}>
      {source === undefined ? (
        <ChooseFile fault={fault} onFile={(file, batch) => void read(file, batch)} />
      ) : (
        <Run key={source.name} source={source} onOther={() => setSource(undefined)} />
      )}
    </Page>
  );
}

interface ChooseFileProps {
  readonly fault: string | undefined;
  readonly onFile: (file: File, batch: string) => void;
}

function ChooseFile({ fault, onFile }: ChooseFileProps) {
  const example = toCsv([
    ['product', 'domain', 'key', 'validTo', 'holder'],
    ['acme-shop', 'shop.example.com', 'DOMAIN12345', '2027-12-31', 'Example Ltd.'],
  ]);
  return (
    <Card title="Choose a file">
      {fault !== undefined && (
        <ProblemNotice
          problem={{ status: 0, code: 'file', title: 'This file cannot be read', detail: fault }}
        />
      )}
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <TextField
          name="batch"
          label="Batch"
          isOptional
          hint="A line that was imported in the last 24 hours is not imported again, so that a file can be corrected. In a batch of another name it is, as another license."
        />
        <label class="drop">
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            onChange={({ currentTarget: { files, form } }) => {
              const [file] = files ?? [];
              if (file !== undefined) onFile(file, readBatch(form));
            }}
          />
          <span>The first line names the columns; every other line is a license.</span>
        </label>
      </form>
      <h3>Columns</h3>
      <p class="chips">
        {columns.map((name) => (
          <code key={name}>{name}</code>
        ))}
      </p>
      <p class="hint">
        Only product is always needed. Without a kind, a line with a domain is a domain license, one
        with a serverPath a network license, one with seats alone a token license, any other a
        single-user license. Several domains or features stand between semicolons.
      </p>
      <Button icon="download" onClick={() => saveFile('licenses.csv', example, 'text/csv')}>
        Download an example
      </Button>
    </Card>
  );
}

function readBatch(form: HTMLFormElement | null): string {
  const batch = form === null ? null : new FormData(form).get('batch');
  return typeof batch === 'string' ? batch.trim() : '';
}

const nothing: Progress = { done: 0, refused: [] };

interface RunProps {
  readonly source: Source;
  readonly onOther: () => void;
}

function Run({ source: { name, rows }, onOther }: RunProps) {
  const [progress, setProgress] = useState(nothing);
  const [isRunning, setRunning] = useState(false);
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  const start = async () => {
    controller.current = new AbortController();
    setProgress(nothing);
    setRunning(true);
    const { signal } = controller.current;
    await runImport({ rows, send, wait, onProgress: setProgress, signal });
    setRunning(false);
  };
  const { done, refused } = progress;
  const isDone = done === rows.length;
  return (
    <Card title={name}>
      <p>
        {isDone
          ? `${formatNumber(done - refused.length)} imported, ${formatNumber(refused.length)} refused.`
          : `${formatNumber(done)} of ${formatNumber(rows.length)} lines`}
      </p>
      <progress value={done} max={rows.length} aria-label="Lines that are done" />
      <div class="actions">
        {isRunning && <Button onClick={() => controller.current.abort()}>Stop</Button>}
        {!isRunning && !isDone && (
          <Button look="primary" onClick={() => void start()}>
            {done === 0 ? `Import ${formatNumber(rows.length)} licenses` : 'Go on'}
          </Button>
        )}
        {!isRunning && <Button onClick={onOther}>Choose another file</Button>}
        {isDone && <LinkButton href={toHref(['licenses'])}>See the licenses</LinkButton>}
      </div>
      {!isRunning && done > 0 && !isDone && (
        <Tip>
          Going on begins with the first line: what is imported already is not imported again.
        </Tip>
      )}
      <Refusals refused={refused} name={name} />
    </Card>
  );
}

const refusalsShown = 100;

function Refusals({
  refused,
  name,
}: {
  readonly refused: readonly Refusal[];
  readonly name: string;
}) {
  if (refused.length === 0) return null;
  const download = () => {
    const rows = refused.map(({ line, problem: { code, field = '', detail } }) => [
      ...[String(line), code, field, detail],
    ]);
    saveFile(`refused-${name}`, toCsv([['line', 'code', 'field', 'detail'], ...rows]), 'text/csv');
  };
  return (
    <section>
      <div class="list-head">
        <h3>Refused</h3>
        <Button icon="download" look="quiet" onClick={download}>
          Download the list
        </Button>
      </div>
      <Rows
        label="Refused lines"
        items={refused.slice(0, refusalsShown)}
        keyOf={({ line }) => String(line)}
        columns={[
          { head: 'Line', cell: ({ line }) => line },
          { head: 'Field', cell: ({ problem: { field = '' } }) => field },
          { head: 'Reason', cell: ({ problem: { title, detail } }) => `${title}. ${detail}` },
        ]}
      />
      {refused.length > refusalsShown && <p class="hint">The first 100; the list has all.</p>}
    </section>
  );
}

async function send({ draft, key }: ImportRow) {
  try {
    await v1.createLicense(draft, key);
    return undefined;
  } catch (error) {
    return toProblem(error);
  }
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, seconds * 1000));
}
