import { render } from 'preact';
import './styles/index.css';
import { App } from './app.js';
import { applyTheme, readTheme } from './theme.js';

applyTheme(readTheme());
const place = document.getElementById('app');
if (place !== null) render(<App />, place);
