import { createContext, type ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { toProblem, type Problem } from '../api/http.js';
import { randomId } from '../api/random-id.js';
import { Button } from './button.js';
import { ProblemNotice } from './notice.js';

/** What the fields of a form hold, by their names. */
export type Values = Readonly<Record<string, string>>;

/** The problem that the last try ended with, for the field that is to blame. */
export const FormProblem = createContext<Problem | undefined>(undefined);

interface FormProps {
  /** `key` makes it harmless to send the same values again after a lost answer. */
  readonly onSubmit: (values: Values, key: string) => Promise<void>;
  readonly submit: string;
  readonly children: ComponentChildren;
  readonly onCancel?: () => void;
  readonly look?: 'primary' | 'danger';
}

/** Fields and a button. What the server refuses is shown beside its field, or above the button when no field is to blame. */
export function Form({ onSubmit, submit, children, onCancel, look = 'primary' }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const attempt = useRef({ text: '', key: '' });
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  const send = async () => {
    const values = readValues(form.current);
    const text = JSON.stringify(values);
    if (attempt.current.text !== text) attempt.current = { text, key: randomId() };
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit(values, attempt.current.key);
      attempt.current = { text: '', key: '' };
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  const isOfField = problem !== undefined && hasField(form.current, problem);
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormProblem.Provider value={problem}>{children}</FormProblem.Provider>
      {!isOfField && <ProblemNotice problem={problem} />}
      <div class="actions">
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button isSubmit look={look} isBusy={isBusy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** Whether a problem blames a field: the whole of it, or a member of what it holds. */
export function isBlamed(name: string, { field }: Problem): boolean {
  return field !== undefined && (field === name || field.split(/[./[]/, 1)[0] === name);
}

function hasField(form: HTMLFormElement | null, problem: Problem): boolean {
  const names = Array.from(form?.elements ?? [], (element) => element.getAttribute('name') ?? '');
  return names.some((name) => name !== '' && isBlamed(name, problem));
}

function readValues(form: HTMLFormElement | null): Values {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form ?? undefined)) {
    if (typeof value === 'string') values[name] = value;
  }
  return values;
}
