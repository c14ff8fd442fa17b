import { useState } from 'preact/hooks';
import { account } from '../api/account.js';
import { toProblem } from '../api/http.js';
import type { SessionItem, User } from '../api/types.js';
import { toHref } from '../router.js';
import { useSession } from '../session-context.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { Secret } from '../ui/copy.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { formatDay, formatRelative } from '../ui/format.js';
import { Card, Facts, Page } from '../ui/layout.js';
import { Table } from '../ui/table.js';
import { toast } from '../ui/toast.js';
import { usePages } from '../ui/use-pages.js';

export function AccountPage() {
  const { session } = useSession();
  const { name, email, createdAt } = session.user;
  return (
    <Page title="Account">
      <div class="cards">
        <Card title="You">
          <Facts
            of={{
              Name: name,
              'E-mail': email,
              Since: formatDay(createdAt),
              Server: `Licet ${session.version}`,
            }}
          />
        </Card>
        <PasswordCard />
        <SessionsCard />
        <PeopleCard />
      </div>
    </Page>
  );
}

function PasswordCard() {
  const { session, setSession } = useSession();
  return (
    <Card title="Password">
      <Form
        key={session.sessionId}
        submit="Change password"
        onSubmit={async ({ currentPassword = '', newPassword = '' }) => {
          setSession(await account.changePassword({ currentPassword, newPassword }));
          toast('Changed. You are signed out everywhere else.');
        }}
      >
        <TextField
          name="currentPassword"
          label="Present password"
          type="password"
          autocomplete="current-password"
        />
        <TextField
          name="newPassword"
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters. Several words do well."
        />
      </Form>
    </Card>
  );
}

function SessionsCard() {
  const { session } = useSession();
  const pages = usePages(() => account.listSessions(), [session.sessionId]);
  const end = (work: Promise<object>) => {
    work.then(pages.reload, (error: unknown) => {
      toast(toProblem(error).detail);
      pages.reload();
    });
  };
  const others = pages.items.some(({ isCurrent }) => !isCurrent) && (
    <Button onClick={() => end(account.endOtherSessions())}>End all others</Button>
  );
  return (
    <Card title="Where you are signed in" isWide actions={others}>
      <Table
        label="Sessions"
        pages={pages}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Browser', cell: (item) => <Browser item={item} /> },
          { head: 'From', cell: ({ address }) => <code>{address}</code> },
          { head: 'Last seen', cell: ({ lastSeenAt }) => formatRelative(lastSeenAt) },
          {
            head: '',
            cell: ({ id, isCurrent }) =>
              isCurrent ? null : (
                <Button look="quiet" onClick={() => end(account.endSession(id))}>
                  End
                </Button>
              ),
          },
        ]}
        empty={null}
      />
    </Card>
  );
}

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

function Browser({ item: { userAgent, isCurrent } }: { readonly item: SessionItem }) {
  const name = browsers.find(([mark]) => userAgent.includes(mark))?.[1] ?? 'Another program';
  return (
    <span title={userAgent}>
      {name} {isCurrent && <span class="badge good">This one</span>}
    </span>
  );
}

function PeopleCard() {
  const { session } = useSession();
  const pages = usePages(() => account.listUsers(), []);
  const [link, setLink] = useState<string>();
  const [removed, setRemoved] = useState<User>();
  const invite = async () => {
    try {
      const { token } = await account.invite();
      setLink(new URL(toHref(['welcome', token]), document.baseURI).href);
    } catch (error) {
      toast(toProblem(error).detail);
    }
  };
  return (
    <Card
      title="People"
      isWide
      actions={<Button onClick={() => void invite()}>Invite somebody</Button>}
    >
      <Table
        label="People"
        pages={pages}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Name', cell: ({ name }) => name },
          { head: 'E-mail', cell: ({ email }) => email },
          { head: 'Since', cell: ({ createdAt }) => formatDay(createdAt), isMinor: true },
          {
            head: '',
            cell: (user) =>
              user.id === session.user.id ? null : (
                <Button look="quiet" onClick={() => setRemoved(user)}>
                  Remove
                </Button>
              ),
          },
        ]}
        empty={null}
      />
      {link !== undefined && (
        <Dialog title="Invitation" onClose={() => setLink(undefined)}>
          <p>
            Send this link. It works once, for a day, and whoever opens it may do everything here.
          </p>
          <Secret text={link} label="Copy link" />
        </Dialog>
      )}
      {removed && (
        <Confirm
          title={`Remove ${removed.name}?`}
          submit="Remove"
          onClose={() => setRemoved(undefined)}
          onConfirm={async () => {
            await account.removeUser(removed.id);
            toast('Removed.');
            pages.reload();
          }}
        >
          {removed.email} is signed out at once and cannot sign in again. API keys that were made
          stay.
        </Confirm>
      )}
    </Card>
  );
}
