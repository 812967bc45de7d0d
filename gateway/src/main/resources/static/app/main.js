import { html, render, useEffect, useState } from '../vendor/preact-htm.js';
import { signIn } from './api.js';
import { DatasetPage } from './dataset-page.js';
import { DatasetsPage } from './datasets-page.js';
import { LocatePage } from './locate-page.js';
import { useRoute } from './router.js';
import { RunPage } from './run-page.js';
import { RunsPage } from './runs-page.js';
import { Notice } from './widgets.js';

function SignIn({ onDone }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    try {
      await signIn(key);
      onDone();
    } catch (failure) {
      setError(failure.message);
    }
  };
  return html`
    <main class="narrow">
      <form class="card stack" onSubmit=${submit}>
        <h1>Sign in</h1>
        <p class="muted">This gateway asks for an API key. It is kept in a cookie that scripts cannot read.</p>
        <label for="key">API key</label>
        <input id="key" type="password" autocomplete="current-password" required value=${key}
          onInput=${(event) => setKey(event.target.value)} />
        ${error && html`<${Notice} kind="error" text=${error} />`}
        <button class="primary">Sign in</button>
      </form>
    </main>`;
}

function Page({ route }) {
  const [first, second] = route.parts;
  if (first === 'runs' && second) return html`<${RunPage} key=${second} id=${second} settings=${route.settings} />`;
  if (first === 'datasets' && second) return html`<${DatasetPage} key=${second} name=${second} settings=${route.settings} />`;
  if (first === 'datasets') return html`<${DatasetsPage} />`;
  if (first === 'locate') return html`<${LocatePage} />`;
  if (!first || first === 'runs') return html`<${RunsPage} settings=${route.settings} />`;
  return html`<main class="narrow"><${Notice} kind="error" text="There is no such page." /></main>`;
}

function App() {
  const route = useRoute();
  const [signingIn, setSigningIn] = useState(false);
  useEffect(() => {
    const ask = () => setSigningIn(true);
    window.addEventListener('geor1:signin', ask);
    return () => window.removeEventListener('geor1:signin', ask);
  }, []);
  const at = route.parts[0] ?? 'runs';
  const link = (name, href, text) => html`<a href=${href} aria-current=${at === name ? 'page' : null}>${text}</a>`;
  return html`
    <a class="skip" href="#content" onClick=${(event) => {
      event.preventDefault();
      document.querySelector('main')?.focus();
    }}>Skip to content</a>
    <header class="top">
      <a class="brand" href="#/runs"><img src="favicon.svg" alt="" width="26" height="26" />Geo-R1</a>
      <nav aria-label="Main">
        ${link('runs', '#/runs', 'Runs')}
        ${link('datasets', '#/datasets', 'Datasets')}
        ${link('locate', '#/locate', 'Geolocate')}
        <a href="/swagger-ui/index.html">API</a>
      </nav>
    </header>
    ${signingIn
      ? html`<${SignIn} onDone=${() => setSigningIn(false)} />`
      : html`<${Page} route=${route} />`}`;
}

render(html`<${App} />`, document.getElementById('app'));
