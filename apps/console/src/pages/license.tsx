import { useState } from 'preact/hooks';
import { v1 } from '../api/v1.js';
import { toProblem } from '../api/http.js';
import type { License } from '../api/types.js';
import { toHref } from '../router.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Secret } from '../ui/copy.js';
import { Card, Facts, Page } from '../ui/layout.js';
import { ProblemNotice, Skeleton, Tip } from '../ui/notice.js';
import { saveFile } from '../ui/save-file.js';
import { toast } from '../ui/toast.js';
import { useLoad } from '../ui/use-load.js';
import { LicenseDialog, type LicenseAction } from './license-dialogs.js';
import { toLicenseFacts, toPolicyFacts, toSubject } from './license-facts.js';
import { Activations, Holders, History, Seats } from './license-lists.js';
import { newKeyOf } from './new-key.js';
import { UseIt } from './use-it.js';

const back = { href: toHref(['licenses']), label: 'Licenses' };

export function LicensePage({ id }: { readonly id: string }) {
  const { data, problem, isLoading, reload, replace } = useLoad(() => v1.readLicense(id), [id]);
  const [action, setAction] = useState<LicenseAction>();
  if (data === undefined) {
    return (
      <Page title="License" back={back}>
        <ProblemNotice problem={problem} onRetry={reload} />
        {isLoading && <Skeleton lines={10} />}
      </Page>
    );
  }
  const lead = (
    <>
      <Badge text={data.standing} /> <code>{id}</code>
    </>
  );
  return (
    <Page
      title={toSubject(data)}
      lead={lead}
      back={back}
      actions={<Actions license={data} onChoose={setAction} />}
    >
      <ProblemNotice problem={problem} onRetry={reload} />
      <Details license={data} />
      {action && (
        <LicenseDialog
          action={action}
          license={data}
          onChanged={replace}
          onClose={() => setAction(undefined)}
        />
      )}
    </Page>
  );
}

interface ActionsProps {
  readonly license: License;
  readonly onChoose: (action: LicenseAction) => void;
}

/** What can be done with a license as it stands; nothing with a revoked one but reading it. */
function Actions({ license, onChoose }: ActionsProps) {
  const { kind, state } = license;
  const button = (action: LicenseAction, text: string, look: 'plain' | 'danger' = 'plain') => (
    <Button look={look} onClick={() => onChoose(action)}>
      {text}
    </Button>
  );
  return (
    <>
      <DownloadButton license={license} />
      {state === 'active' && button('renew', 'Renew')}
      {state === 'active' && button('edit', 'Edit')}
      {state === 'active' && kind !== 'token' && button('transfer', 'Transfer')}
      {state === 'active' && kind === 'single-user' && button('activate', 'Activation code')}
      {state === 'active' && kind === 'domain' && button('rekey', 'New key')}
      {state === 'active' && button('suspend', 'Suspend')}
      {state === 'suspended' && button('reinstate', 'Reinstate')}
      {state !== 'revoked' && button('revoke', 'Revoke', 'danger')}
    </>
  );
}

function DownloadButton({ license: { id, kind } }: { readonly license: License }) {
  const download = async () => {
    try {
      saveFile('license.dat', await v1.readLicenseFile(id), 'application/jose');
    } catch (error) {
      toast(toProblem(error).detail);
    }
  };
  // A token license is a serial; its documents are the tokens that the devices get.
  if (kind === 'token') return null;
  return (
    <Button icon="download" look="primary" onClick={() => void download()}>
      Download file
    </Button>
  );
}

function Details({ license }: { readonly license: License }) {
  const { id, kind, serial, policy, generation } = license;
  const hasSeats = kind === 'network' || kind === 'token';
  return (
    <div class="cards">
      <Card title="License">
        <Facts of={toLicenseFacts(license)} />
      </Card>
      <div class="stack">
        {kind === 'domain' && <KeyCard key={generation} license={license} />}
        {serial !== undefined && (
          <Card title="Serial">
            <Secret text={serial} label="Copy serial" />
          </Card>
        )}
        <Card title="Policy">
          <Facts of={toPolicyFacts(policy ?? {})} />
        </Card>
      </div>
      {hasSeats && (
        <Card title="Seats in use now" isWide>
          <Seats id={id} total={license.seats} />
        </Card>
      )}
      {kind !== 'domain' && kind !== 'network' && (
        <Card title="Activations" isWide>
          <Activations key={generation} id={id} />
        </Card>
      )}
      {kind === 'token' && (
        <Card title="Registered holders" isWide>
          <Holders id={id} />
        </Card>
      )}
      {kind === 'domain' && (
        <UseIt
          product={license.product}
          host={license.domains?.[0]?.name ?? ''}
          file="Download the file of this license, above."
          isOpen={newKeyOf(license) !== undefined}
        />
      )}
      <Card title="History" isWide>
        <History key={`${String(generation)} ${license.state}`} id={id} />
      </Card>
    </div>
  );
}

/** The key is shown when it is asked for: whoever looks over a shoulder could use it. */
function KeyCard({ license }: { readonly license: License }) {
  const { id } = license;
  const [key, setKey] = useState(newKeyOf(license));
  const [text, setText] = useState<string>();
  const show = async () => {
    try {
      setKey((await v1.readLicenseKey(id)).key);
    } catch (error) {
      setText(toProblem(error).detail);
    }
  };
  return (
    <Card title="Domain key">
      {key === undefined ? (
        <Button icon="key" onClick={() => void show()}>
          Show key
        </Button>
      ) : (
        <Secret text={key} label="Copy key" />
      )}
      {text !== undefined && <Tip tone="warn">{text}</Tip>}
      <p class="hint">The installation fetches its file with it.</p>
    </Card>
  );
}
