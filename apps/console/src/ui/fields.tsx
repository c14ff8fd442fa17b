import type { ComponentChildren } from 'preact';
import { useContext, useId, useLayoutEffect } from 'preact/hooks';
import { FormProblem, isBlamed } from './form.js';
import { toWords } from './format.js';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly isOptional?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly error: string | undefined;
  readonly describedBy: string;
}

function useWiring(name: string): Wiring {
  const id = useId();
  const problem = useContext(FormProblem);
  const error = problem !== undefined && isBlamed(name, problem) ? problem.detail : undefined;
  // Whoever sent the form goes on where it has to be mended.
  useLayoutEffect(() => {
    if (error !== undefined) document.getElementById(id)?.focus();
  }, [problem]);
  return { id, error, describedBy: `${id}-note` };
}

interface FrameProps extends FieldProps {
  readonly wiring: Wiring;
  readonly children: ComponentChildren;
}

/** The label over a field and the line under it: the error, or else the hint. */
function Frame({ label, hint, isOptional, wiring, children }: FrameProps) {
  const { id, error, describedBy } = wiring;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {isOptional && <span class="optional"> optional</span>}
      </label>
      {children}
      <p id={describedBy} class={error === undefined ? 'hint' : 'hint error'}>
        {error ?? hint}
      </p>
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date';
  readonly value?: string | number | undefined;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  readonly min?: number;
  readonly isCode?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { name, type = 'text', value, placeholder, autocomplete = 'off', min, isCode } = props;
  const wiring = useWiring(name);
  // To the types of Preact an input of each type is an element of its own; all of these take what is given here.
  const anyType = type as 'text';
  return (
    <Frame {...props} wiring={wiring}>
      <input
        id={wiring.id}
        name={name}
        type={anyType}
        defaultValue={value === undefined ? '' : String(value)}
        placeholder={placeholder}
        autocomplete={autocomplete}
        min={min}
        class={isCode ? 'mono' : undefined}
        spellcheck={false}
        required={props.isOptional !== true}
        aria-invalid={wiring.error !== undefined}
        aria-describedby={wiring.describedBy}
      />
    </Frame>
  );
}

interface AreaFieldProps extends FieldProps {
  readonly rows: number;
  readonly placeholder?: string;
}

export function AreaField(props: AreaFieldProps) {
  const { name, rows, placeholder } = props;
  const wiring = useWiring(name);
  return (
    <Frame {...props} wiring={wiring}>
      <textarea
        id={wiring.id}
        name={name}
        rows={rows}
        placeholder={placeholder}
        class="mono"
        spellcheck={false}
        aria-invalid={wiring.error !== undefined}
        aria-describedby={wiring.describedBy}
      />
    </Frame>
  );
}

/** What can be chosen, and how it reads. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Values of the API as choices that people can read. */
export function toChoices(values: readonly string[]): Choice[] {
  return values.map((value) => ({ value, label: toWords(value) }));
}

interface SelectFieldProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly value?: string | undefined;
}

export function SelectField(props: SelectFieldProps) {
  const { name, choices, value } = props;
  const wiring = useWiring(name);
  return (
    <Frame {...props} wiring={wiring}>
      <select
        id={wiring.id}
        name={name}
        aria-invalid={wiring.error !== undefined}
        aria-describedby={wiring.describedBy}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

interface CheckFieldProps extends FieldProps {
  readonly isChecked?: boolean;
}

/** Its value is `on` when it is checked. */
export function CheckField({ name, label, hint, isChecked = false }: CheckFieldProps) {
  const wiring = useWiring(name);
  return (
    <div class="field check">
      <input
        id={wiring.id}
        name={name}
        type="checkbox"
        defaultChecked={isChecked}
        aria-describedby={wiring.describedBy}
      />
      <label for={wiring.id}>{label}</label>
      <p id={wiring.describedBy} class={wiring.error === undefined ? 'hint' : 'hint error'}>
        {wiring.error ?? hint}
      </p>
    </div>
  );
}
