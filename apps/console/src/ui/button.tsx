import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly icon?: IconName;
  /** How much it stands out; `danger` for what cannot be taken back. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly isBusy?: boolean;
  readonly isSubmit?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onClick, icon, look = 'plain', isBusy = false, isSubmit = false } = props;
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      class={`button ${look}`}
      onClick={onClick}
      disabled={isBusy}
      aria-busy={isBusy}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkButtonProps extends Pick<ButtonProps, 'children' | 'icon' | 'look'> {
  readonly href: string;
}

/** Goes somewhere, and looks like a button. */
export function LinkButton({ children, icon, look = 'plain', href }: LinkButtonProps) {
  return (
    <a class={`button ${look}`} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
