import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/http.js';
import { Button } from './button.js';

interface ProblemNoticeProps {
  readonly problem: Problem | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** Says what went wrong and what to do about it; nothing when nothing did. */
export function ProblemNotice({ problem, onRetry }: ProblemNoticeProps) {
  if (problem === undefined) return null;
  return (
    <div class="notice bad" role="alert">
      <div>
        <strong>{problem.title}</strong>
        <p>{problem.detail}</p>
      </div>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** Stands where a list has nothing yet and says what puts something there. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div class="empty">
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

interface TipProps {
  readonly children: ComponentChildren;
  readonly tone?: 'info' | 'good' | 'warn';
}

/** A remark that stands out from the text around it. */
export function Tip({ children, tone = 'info' }: TipProps) {
  return <div class={`notice ${tone}`}>{children}</div>;
}

/** Keeps the place of lines that are on their way, so that nothing jumps when they come. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
