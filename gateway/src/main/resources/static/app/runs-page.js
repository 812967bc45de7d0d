import { html, useEffect, useState } from '../vendor/preact-htm.js';
import { get, query } from './api.js';
import { ago, duration } from './format.js';
import { setSetting } from './router.js';
import { Name, Notice, Progress, StatePill } from './widgets.js';

const STATES = ['', 'queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled'];
const REFRESH_MS = 5000;

const Row = ({ run }) => html`
  <tr>
    <td data-label="Run"><a class="strong" href=${`#/runs/${run.id}`}><${Name} text=${run.name ?? run.id} /></a>
      <div class="muted small"><${Name} text=${run.experiment} />${run.name ? ` · ${run.id}` : ''}</div></td>
    <td data-label="State"><${StatePill} state=${run.state} requested=${run.requested} />
      ${run.waiting && html`<div class="muted small">${run.waiting.message}</div>`}</td>
    <td data-label="Method"><span class="tag">${run.kind.toUpperCase()}</span></td>
    <td data-label="Model"><span class="mono small"><${Name} text=${run.model} /></span></td>
    <td data-label="Steps"><div class="steps"><${Progress} step=${run.current_step} max=${run.max_steps} />
      <span class="small muted num">${run.current_step} / ${run.max_steps}</span></div></td>
    <td data-label="Took" class="num">${duration(run.started_at, run.finished_at)}</td>
    <td data-label="Submitted" class="muted">${ago(run.created_at)}</td>
  </tr>`;

const NoMatch = ({ state }) => html`
  <div class="card empty">
    <h2>No run is ${state}</h2>
    <p class="muted">Runs in other states are not shown.</p>
    <button onClick=${() => setSetting('state', '')}>Show all runs</button>
  </div>`;

const Empty = () => html`
  <div class="card empty">
    <h2>No runs yet</h2>
    <p class="muted">Submit one over REST, or let the demo take a model through the whole pipeline.</p>
    <pre><code>./geor1 demo</code></pre>
  </div>`;

export function RunsPage({ settings }) {
  const wanted = settings.get('state') ?? '';
  const state = STATES.includes(wanted) ? wanted : '';
  const [runs, setRuns] = useState(null);
  const [next, setNext] = useState(null);
  const [error, setError] = useState(null);
  const path = (after, limit) => `/api/v1/runs${query({ state, limit, after })}`;

  useEffect(() => {
    let gone = false;
    const load = () => get(path(null, 50)).then((page) => {
      if (gone) return;
      setError(null);
      // A later refresh renews the head of the list and keeps what "more" has added below it.
      setRuns((old) => {
        const head = new Set(page.data.map((run) => run.id));
        return [...page.data, ...(old ?? []).slice(page.data.length).filter((run) => !head.has(run.id))];
      });
      setNext((old) => old ?? page.next_cursor);
    }).catch((failure) => !gone && setError(failure));
    setRuns(null);
    setNext(null);
    load();
    const timer = setInterval(load, REFRESH_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [state]);

  const more = async () => {
    const page = await get(path(next, 50));
    setRuns((old) => [...old, ...page.data]);
    setNext(page.next_cursor);
  };

  return html`
    <main id="content" tabindex="-1">
      <div class="headline">
        <h1>Runs</h1>
        <label class="inline">State
          <select value=${state} onChange=${(event) => setSetting('state', event.target.value)}>
            ${STATES.map((name) => html`<option value=${name}>${name || 'all'}</option>`)}
          </select>
        </label>
      </div>
      ${error && html`<${Notice} kind="error" text=${error.message} />`}
      ${runs === null && !error && html`<p class="muted">Loading…</p>`}
      ${runs?.length === 0 && (state ? html`<${NoMatch} state=${state} />` : html`<${Empty} />`)}
      ${runs?.length > 0 && html`
        <div class="card flush"><table class="list">
          <thead><tr><th>Run</th><th>State</th><th>Method</th><th>Model</th><th>Steps</th>
            <th class="num">Took</th><th>Submitted</th></tr></thead>
          <tbody>${runs.map((run) => html`<${Row} key=${run.id} run=${run} />`)}</tbody>
        </table></div>`}
      ${next && html`<p><button onClick=${more}>More runs</button></p>`}
    </main>`;
}
