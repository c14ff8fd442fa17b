import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.js';

interface CopyProps {
  readonly text: string;
  /** What is copied, for those who do not see it. */
  readonly label: string;
}

/** Copies a text that need not be shown. Where the browser does not let us, the text is there to be copied by hand. */
export function CopyButton({ text, label }: CopyProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'by hand'>('none');
  const copy = async () => {
    const isDone = await writeToClipboard(text);
    setOutcome(isDone ? 'copied' : 'by hand');
    if (isDone) setTimeout(() => setOutcome('none'), 2000);
  };
  if (outcome === 'by hand') return <SelectedText text={text} />;
  return (
    <button type="button" class="button quiet small" onClick={() => void copy()}>
      <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{outcome === 'copied' ? 'Copied' : label}</span>
    </button>
  );
}

function SelectedText({ text }: Pick<CopyProps, 'text'>) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <textarea ref={field} class="mono" rows={3} value={text} readOnly aria-label="Press Ctrl+C" />
  );
}

/** A text to be taken along, such as a key, with a button that copies it. */
export function Secret({ text, label }: CopyProps) {
  return (
    <div class="secret">
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

/** The clipboard is not open to pages that came by plain http from another machine. */
async function writeToClipboard(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    await clipboard?.writeText(text);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}
