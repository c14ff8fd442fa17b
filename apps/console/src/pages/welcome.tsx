import { account } from '../api/account.js';
import type { Session } from '../api/types.js';
import { navigate, toHref } from '../router.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useTitle } from '../ui/layout.js';
import { Mark } from '../ui/mark.js';
import { textOf } from '../ui/values.js';

interface WelcomeProps {
  readonly token: string;
  readonly onSignedIn: (session: Session) => void;
}

/** Where the link of an invitation leads. */
export function Welcome({ token, onSignedIn }: WelcomeProps) {
  useTitle('Welcome');
  return (
    <main class="alone">
      <Mark />
      <h1>Welcome to Licet</h1>
      <p class="lead">Choose what you sign in with. You may do everything here, so choose well.</p>
      <Form
        submit="Open the console"
        onSubmit={async (values) => {
          const members = {
            email: textOf(values, 'email') ?? '',
            name: textOf(values, 'name') ?? '',
          };
          const password = values.password ?? '';
          const session = await account.acceptInvitation({ token, password, ...members });
          navigate(toHref([]), { replace: true });
          onSignedIn(session);
        }}
      >
        <TextField name="name" label="Your name" autocomplete="name" />
        <TextField name="email" label="E-mail" type="email" autocomplete="username" />
        <TextField
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters. Several words do well."
        />
      </Form>
    </main>
  );
}
