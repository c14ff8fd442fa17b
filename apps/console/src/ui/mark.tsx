/** The sign of the product. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path class="letter" d="M10 8v16h7" />
      <path class="tick" d="m15 15 3 3 6-7" />
    </svg>
  );
}
