import { html } from '../vendor/preact-htm.js';
import { query } from './api.js';
import { bytes, coordinates, count, moment } from './format.js';
import { setSetting } from './router.js';
import { Fact, Name, Notice, StatePill, useLoad } from './widgets.js';

const PAGE = 24;
/** Pictures of a sample that are shown; a question may have eleven. */
const SHOWN = 6;
const THUMBNAIL = 192;

function Facts({ dataset }) {
  const images = dataset.statistics?.images;
  const edges = (least, most) => (least === most ? count(least) : `${count(least)} to ${count(most)}`);
  return html`<dl class="facts">
    <${Fact} label="Samples" value=${dataset.samples === null ? 'endless' : count(dataset.samples)} />
    ${dataset.statistics && html`<${Fact} label="With a position" value=${count(dataset.statistics.with_position)} />`}
    ${images?.count > 0 && html`
      <${Fact} label="Pictures" value=${`${count(images.count)}, ${bytes(images.bytes)}`} />
      <${Fact} label="Width" value=${`${edges(images.min_width, images.max_width)} px`} />
      <${Fact} label="Height" value=${`${edges(images.min_height, images.max_height)} px`} />`}
    <${Fact} label="Licence" value=${html`<${Name} text=${dataset.licence ?? 'not given'} />`} />
    ${dataset.published_at && html`<${Fact} label="Published" value=${moment(dataset.published_at)} />`}
  </dl>`;
}

function Counts({ title, counts }) {
  const rows = Object.entries(counts ?? {}).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return null;
  return html`<details><summary>${title} (${count(rows.length)})</summary>
    <div class="scroll"><table class="values"><tbody>${rows.map(([name, samples]) => html`
      <tr key=${name}><td><${Name} text=${name || '(none)'} /></td><td class="num">${count(samples)}</td></tr>`)}</tbody></table></div></details>`;
}

const Runs = ({ runs }) => html`<p>${runs.length === 0
  ? html`<span class="muted">No run was submitted with it.</span>`
  : html`Used by ${runs.map((id, i) => html`${i > 0 ? ', ' : ''}<a class="mono small" href=${`#/runs/${id}`}>${id}</a>`)}`}</p>`;

function Sample({ stored }) {
  const { sample, position } = stored;
  const { place } = sample;
  const where = [place?.city, place?.country].filter(Boolean).join(', ');
  const located = place && place.latitude !== null && place.latitude !== undefined;
  return html`<article class="card stored">
    <header><span class="strong clip"><${Name} text=${sample.id} /></span> <span class="muted small">#${count(position)}</span>
      ${sample.split && html` <span class="tag"><${Name} text=${sample.split} /></span>`}</header>
    ${sample.images.length > 0 && html`<div class="thumbnails">${sample.images.slice(0, SHOWN).map((image) => html`
      <a href=${`/api/v1/images/sha256/${image.sha256}?width=2048`}><img src=${`/api/v1/images/sha256/${image.sha256}?width=${THUMBNAIL}`}
        alt=${image.role} title=${image.role} loading="lazy" /></a>`)}</div>`}
    ${sample.images.length > SHOWN && html`<p class="muted small">${sample.images.length - SHOWN} more pictures</p>`}
    ${sample.truth !== null && sample.truth !== undefined && html`<p class="small clip">Truth: <b><${Name} text=${sample.truth} /></b></p>`}
    ${(where || located) && html`<p class="muted small clip"><${Name} text=${where} />${where && located ? ' · ' : ''}${located ? coordinates(place.latitude, place.longitude) : ''}</p>`}
    ${sample.turns?.length > 0 && html`<details><summary class="small">Conversation</summary>${sample.turns.map((turn) => html`
      <p class="small clip"><b>${turn.role}</b> ${turn.text}</p>`)}</details>`}
  </article>`;
}

/** Pages by position: a page costs the same wherever it is, so the last of a million samples is as near as the first. */
function Samples({ dataset, settings }) {
  const split = Object.keys(dataset.splits).find((name) => name && name === settings.get('split')) ?? '';
  const total = split ? dataset.splits[split] : dataset.samples;
  const asked = Math.floor(Number(settings.get('from') ?? 0));
  const from = Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, Math.max(0, total - 1)) : 0;
  const path = `/api/v1/datasets/${encodeURIComponent(dataset.name)}/samples`;
  const { data, error } = useLoad(`${path}${query({ split, limit: PAGE, after: from > 0 ? String(from - 1) : '' })}`);
  const link = (first) => `#/datasets/${encodeURIComponent(dataset.name)}${query({ split, from: first > 0 ? String(first) : '' })}`;
  const splits = Object.keys(dataset.splits).filter(Boolean);
  return html`
    <div class="headline"><h2>Samples</h2>
      <div class="actions">
        ${splits.length > 0 && html`<label class="inline">Split
          <select value=${split} onChange=${(event) => {
            setSetting('from', '');
            setSetting('split', event.target.value);
          }}><option value="">all</option>${splits.map((name) => html`<option value=${name}>${name}</option>`)}</select></label>`}
        <label class="inline">From
          <input type="number" min="0" max=${total - 1} inputmode="numeric" value=${from}
            onChange=${(event) => setSetting('from', event.target.value)} /></label>
      </div></div>
    ${error && html`<${Notice} kind="error" text=${error.message} />`}
    ${data && html`
      <div class="stored-samples">${data.data.map((stored) => html`<${Sample} key=${stored.position} stored=${stored} />`)}</div>
      <p class="actions">
        ${from > 0 && html`<a href=${link(Math.max(0, from - PAGE))}>Previous</a>`}
        <span class="muted small num">${count(from)} to ${count(from + data.data.length - 1)} of ${count(total)}</span>
        ${from + data.data.length < total && html`<a href=${link(from + data.data.length)}>Next</a>`}</p>`}`;
}

export function DatasetPage({ name, settings }) {
  const { data: dataset, error } = useLoad(`/api/v1/datasets/${encodeURIComponent(name)}`);
  if (error && !dataset) return html`<main class="narrow"><${Notice} kind="error" text=${error.message} /></main>`;
  if (!dataset) return html`<main id="content"><p class="muted">Loading…</p></main>`;
  return html`
    <main id="content" tabindex="-1">
      <p class="crumbs"><a href="#/datasets">Datasets</a></p>
      <div class="headline"><h1><${Name} text=${dataset.name} /> <${StatePill} state=${dataset.state} /></h1></div>
      ${dataset.description && html`<p class="clip"><${Name} text=${dataset.description} /></p>`}
      <${Facts} dataset=${dataset} />
      ${dataset.content_hash && html`<p class="small clip"><span class="muted">SHA-256</span> <span class="mono">${dataset.content_hash}</span></p>`}
      ${dataset.runs && html`<${Runs} runs=${dataset.runs} />`}
      <${Counts} title="Splits" counts=${dataset.splits} />
      <${Counts} title="Countries" counts=${dataset.statistics?.countries} />
      <${Counts} title="Cities" counts=${dataset.statistics?.cities} />
      ${dataset.samples > 0 && html`<${Samples} dataset=${dataset} settings=${settings} />`}
      ${dataset.samples === 0 && html`<p class="muted">No samples yet.</p>`}
      ${dataset.samples === null && html`<p class="muted">Its questions are made when they are asked; the rollouts of a run show them.</p>`}
    </main>`;
}
