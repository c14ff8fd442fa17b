import { account } from '../api/account.js';
import type { Session } from '../api/types.js';
import { TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { useTitle } from '../ui/layout.js';
import { Mark } from '../ui/mark.js';
import { textOf } from '../ui/values.js';

export function SignIn({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }) {
  useTitle('Sign in');
  return (
    <main class="alone">
      <Mark />
      <h1>Sign in to Licet</h1>
      <Form
        submit="Sign in"
        onSubmit={async (values) => {
          const email = textOf(values, 'email') ?? '';
          onSignedIn(await account.signIn({ email, password: values.password ?? '' }));
        }}
      >
        <TextField name="email" label="E-mail" type="email" autocomplete="username" />
        <TextField
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
        />
      </Form>
      <p class="hint">
        No account yet, or the password forgotten? Whoever runs the server makes a link with{' '}
        <code>npm run --silent serve -- console invite</code>.
      </p>
    </main>
  );
}
