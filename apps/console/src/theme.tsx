import { useState } from 'preact/hooks';
import { Icon } from './ui/icon.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const names = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
const storageKey = 'licet-theme';

/** The theme that was chosen in this browser before. */
export function readTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Shows the page in a theme. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

function keepTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // A browser that keeps nothing shows the theme until the page is closed.
  }
}

/** Goes on to the next theme. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const change = () => {
    keepTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      class="button quiet small"
      onClick={change}
      title={`Theme: ${names[theme]}`}
      aria-label={`Theme: ${names[theme]}. Change to: ${names[next]}`}
    >
      <Icon name={theme} />
      {names[theme]}
    </button>
  );
}
