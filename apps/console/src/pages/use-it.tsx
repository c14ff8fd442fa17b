import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import {
  frameworks,
  toGuardCode,
  toInstallCommand,
  type Framework,
} from '../guarding/guard-code.js';
import { Button } from '../ui/button.js';
import { CopyButton, Secret } from '../ui/copy.js';
import { ProblemNotice, Skeleton } from '../ui/notice.js';
import { saveFile } from '../ui/save-file.js';
import { useLoad } from '../ui/use-load.js';

interface UseItProps {
  readonly product: string;
  /** A host that a license names. */
  readonly host: string;
  /** Where the license file comes from. */
  readonly file: ComponentChildren;
  readonly isOpen: boolean;
}

/** What to do in an application so that it is guarded, from an empty folder to the first request. */
export function UseIt({ isOpen: isOpenFirst, ...rest }: UseItProps) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  return (
    <details
      class="card wide use-it"
      open={isOpen}
      onToggle={({ currentTarget: { open } }) => setOpen(open)}
    >
      <summary>
        <h2>Use it in your application</h2>
      </summary>
      {isOpen && <Steps {...rest} />}
    </details>
  );
}

function Steps({ product, host, file }: Omit<UseItProps, 'isOpen'>) {
  const { data: pem, problem, isLoading, reload } = useLoad(readRootKey, []);
  const [framework, setFramework] = useState<Framework>('express');
  if (pem === undefined) {
    return (
      <>
        <ProblemNotice problem={problem} onRetry={reload} />
        {isLoading && <Skeleton lines={8} />}
      </>
    );
  }
  const code = toGuardCode(framework, { product, pem });
  return (
    <>
      <FrameworkChoice value={framework} onChange={setFramework} />
      <ol>
        <li>
          <p>Install the guard in the folder of the application.</p>
          <Secret text={toInstallCommand(framework)} label="Copy command" />
        </li>
        <li>
          <p>
            {file} Put it there as <code>license.dat</code>.
          </p>
        </li>
        <li>
          <p>
            {framework === 'nestjs' ? 'Import its module.' : 'Begin the application like this.'} The
            key is public, and the same for all your products. Keep it in the code, where nobody can
            exchange it.
          </p>
          <pre class="pem" tabIndex={0} aria-label="Code of the application">
            {code}
          </pre>
          <span class="row-actions">
            <CopyButton text={code} label="Copy code" />
            <Button
              icon="download"
              look="quiet"
              onClick={() => saveFile('root.pem', pem, 'application/x-pem-file')}
            >
              Download public key
            </Button>
          </span>
        </li>
        <li>
          <p>
            Start it, and ask it as that host, here on port 3000. Asked as any other host, it
            refuses.
          </p>
          <Secret text={`curl -H 'Host: ${host}' http://localhost:3000`} label="Copy request" />
        </li>
      </ol>
    </>
  );
}

async function readRootKey(): Promise<string> {
  const { items } = await v1.listSigningKeys({ limit: '100' });
  const root = items.find(({ use }) => use === 'root');
  if (root === undefined) throw new Error('The server told no root key.');
  return root.pem;
}

interface FrameworkChoiceProps {
  readonly value: Framework;
  readonly onChange: (framework: Framework) => void;
}

function FrameworkChoice({ value, onChange }: FrameworkChoiceProps) {
  const names = Object.keys(frameworks) as readonly Framework[];
  return (
    <label class="filter">
      Framework
      <select
        onChange={({ currentTarget }) => {
          const chosen = names.find((name) => name === currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {names.map((name) => (
          <option key={name} value={name} selected={name === value}>
            {frameworks[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
