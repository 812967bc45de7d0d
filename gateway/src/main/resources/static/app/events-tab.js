// What happened to a run, a sentence an event.
import { html, useEffect, useState } from '../vendor/preact-htm.js';
import { get, query } from './api.js';
import { ago, moment, number } from './format.js';
import { setSetting } from './router.js';
import { Notice } from './widgets.js';

const KINDS = ['', 'state', 'alert', 'checkpoint', 'log', 'metric', 'rollout'];
const PAGE = 50;

const STATES = {
  queued: 'The run waits for a trainer.',
  running: 'A trainer works on the run.',
  paused: 'The run is paused.',
  succeeded: 'The run is done.',
  failed: 'The run failed.',
  cancelled: 'The run was cancelled.',
};

const WATCHED = [['reward', 'reward'], ['rewards/accuracy/mean', 'accuracy'], ['eval/accuracy', 'accuracy'], ['loss', 'loss']];

const SENTENCES = {
  state: ({ data }) => [STATES[data.state] ?? `The run is ${data.state}.`, data.error ?? data.reason].filter(Boolean).join(' '),
  alert: ({ data }) => data.message,
  log: ({ data }) => data.message,
  checkpoint: ({ step }) => `The checkpoint of step ${step} was taken.`,
  metric: ({ step, data }) => {
    const values = WATCHED.filter(([key]) => typeof data[key] === 'number').map(([key, name]) => `${name} ${number(data[key])}`);
    return `Step ${step} is done${values.length ? `: ${values.join(', ')}` : ''}.`;
  },
  rollout: ({ step, data }) => (data.groups === undefined ? `The rollouts of step ${step} are scored.`
    : `${data.groups} ${data.groups === 1 ? 'group' : 'groups'} of step ${step} ${data.groups === 1 ? 'is' : 'are'} scored.`),
};

/** An event in words; one of a kind that this page does not know is named by its kind. */
export function sentence(event) {
  const words = SENTENCES[event.type]?.(event) ?? event.type;
  const known = ['metric', 'rollout', 'checkpoint'].includes(event.type) || !event.step;
  return known ? words : `Step ${event.step}: ${words}`;
}

const Row = ({ event }) => html`
  <tr>
    <td data-label="When" class="muted when" title=${ago(event.at)}>${moment(event.at)}</td>
    <td data-label="Kind"><span class=${`tag ${event.type} ${event.data.level ?? ''}`}>${event.type}</span></td>
    <td data-label="What" class="what">${sentence(event)}
      <details><summary class="small">JSON</summary><pre>${JSON.stringify(event, null, 2)}</pre></details></td>
  </tr>`;

export function Events({ id, version, settings }) {
  const kind = KINDS.includes(settings.get('kind')) ? settings.get('kind') : '';
  const [held, setHeld] = useState({ events: null, next: null, error: null });
  const path = (after) => `/api/v1/runs/${encodeURIComponent(id)}/events${query({ type: kind, limit: PAGE, after })}`;
  useEffect(() => setHeld({ events: null, next: null, error: null }), [id, kind]);
  useEffect(() => {
    const abort = new AbortController();
    get(path(null), abort.signal)
      // What is new comes on top; older pages that the reader asked for stay below.
      .then((page) => setHeld((old) => {
        const oldest = page.data.length ? BigInt(page.data[page.data.length - 1].id) : 0n;
        const older = (old.events ?? []).filter((event) => BigInt(event.id) < oldest);
        return { events: [...page.data, ...older], next: older.length ? old.next : page.next_cursor, error: null };
      }))
      .catch((error) => !abort.signal.aborted && setHeld((old) => ({ ...old, error })));
    return () => abort.abort();
  }, [id, kind, version]);
  const more = () => get(path(held.next))
    .then((page) => setHeld((old) => ({ events: [...old.events, ...page.data], next: page.next_cursor, error: null })))
    .catch((error) => setHeld((old) => ({ ...old, error })));
  return html`
    <div class="headline"><label class="inline">Kind
      <select value=${kind} onChange=${(event) => setSetting('kind', event.target.value)}>
        ${KINDS.map((name) => html`<option value=${name}>${name || 'all'}</option>`)}
      </select></label></div>
    ${held.error && html`<${Notice} kind="error" text=${held.error.message} />`}
    ${held.events === null && !held.error && html`<p class="muted">Loading…</p>`}
    ${held.events?.length === 0 && html`<p class="muted">${kind ? 'No event of this kind. ' : 'No events yet.'}${kind
      && html`<button class="quiet" onClick=${() => setSetting('kind', '')}>Show all</button>`}</p>`}
    ${held.events?.length > 0 && html`<div class="card flush"><table class="list events">
      <thead><tr><th>When</th><th>Kind</th><th>What</th></tr></thead>
      <tbody>${held.events.map((event) => html`<${Row} key=${event.id} event=${event} />`)}</tbody></table></div>`}
    ${held.next && html`<p><button onClick=${more}>Earlier events</button></p>`}`;
}
