import { html, useEffect, useState } from '../vendor/preact-htm.js';
import { get, query } from './api.js';
import { ago, count } from './format.js';
import { Name, Notice, StatePill } from './widgets.js';

const Row = ({ dataset }) => html`
  <tr>
    <td data-label="Dataset"><a class="strong" href=${`#/datasets/${encodeURIComponent(dataset.name)}`}><${Name} text=${dataset.name} /></a>
      ${dataset.description && html`<div class="muted small clip"><${Name} text=${dataset.description} /></div>`}</td>
    <td data-label="State"><${StatePill} state=${dataset.state} /></td>
    <td data-label="Samples" class="num">${dataset.samples === null ? 'endless' : count(dataset.samples)}</td>
    <td data-label="Licence"><${Name} text=${dataset.licence ?? '–'} /></td>
    <td data-label="Published" class="muted">${ago(dataset.published_at)}</td>
  </tr>`;

export function DatasetsPage() {
  const [datasets, setDatasets] = useState(null);
  const [next, setNext] = useState(null);
  const [error, setError] = useState(null);

  const load = async (after) => {
    try {
      const page = await get(`/api/v1/datasets${query({ limit: 50, after })}`);
      setDatasets((old) => [...(after === null ? [] : old), ...page.data]);
      setNext(page.next_cursor);
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  };
  useEffect(() => {
    load(null);
  }, []);

  return html`
    <main id="content" tabindex="-1">
      <div class="headline"><h1>Datasets</h1></div>
      ${error && html`<${Notice} kind="error" text=${error.message} />`}
      ${datasets === null && !error && html`<p class="muted">Loading…</p>`}
      ${datasets !== null && html`
        <div class="card flush"><table class="list">
          <thead><tr><th>Dataset</th><th>State</th><th class="num">Samples</th><th>Licence</th><th>Published</th></tr></thead>
          <tbody>${datasets.map((dataset) => html`<${Row} key=${dataset.name} dataset=${dataset} />`)}</tbody>
        </table></div>`}
      ${next && html`<p><button onClick=${() => load(next)}>More datasets</button></p>`}
      ${datasets?.length === 1 && html`<p class="muted">Bring one of your own with <code>./geor1 data import</code>.</p>`}
    </main>`;
}
