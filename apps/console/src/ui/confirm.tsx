import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.js';
import { Form } from './form.js';

interface ConfirmProps {
  readonly title: string;
  /** What will be done, as a command. */
  readonly submit: string;
  readonly onConfirm: (key: string) => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly look?: 'primary' | 'danger';
}

/** Asks before something is done that cannot be taken back, and says what it means. */
export function Confirm(props: ConfirmProps) {
  const { title, submit, onConfirm, onClose, children, look = 'danger' } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        submit={submit}
        look={look}
        onCancel={onClose}
        onSubmit={async (_values, key) => {
          await onConfirm(key);
          onClose();
        }}
      >
        <p>{children}</p>
      </Form>
    </Dialog>
  );
}
