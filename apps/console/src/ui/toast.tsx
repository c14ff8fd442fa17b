import { useEffect, useState } from 'preact/hooks';

let show: (text: string) => void = () => undefined;

const millisecondsShown = 4000;

/** Says in passing that something was done. */
export function toast(text: string): void {
  show(text);
}

/** Where {@link toast} speaks; one for the whole page. */
export function Toasts() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    show = (next) => {
      clearTimeout(timer);
      setText(next);
      timer = setTimeout(() => setText(''), millisecondsShown);
    };
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={text === '' ? 'toast' : 'toast shown'} role="status">
      {text}
    </div>
  );
}
