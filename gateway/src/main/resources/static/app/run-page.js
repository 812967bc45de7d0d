import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact-htm.js';
import { post } from './api.js';
import { Chart } from './chart.js';
import { ago, duration, number, percent } from './format.js';
import { unmeasured } from './coverage.js';
import { Events, sentence } from './events-tab.js';
import { Rollouts } from './rollouts.js';
import { setSetting } from './router.js';
import { emptySeries, extend, last, layout } from './series.js';
import { Fact, Name, Notice, Progress, StatePill, TERMINAL, throttle, useLoad } from './widgets.js';

const TABS = [['overview', 'Overview'], ['rollouts', 'Rollouts'], ['checkpoints', 'Checkpoints'], ['events', 'Events'], ['config', 'Config']];

/** Curves, kept live by the event stream: events say that something is new, the columns say what. */
function useLive(id, onState, onRollout) {
  const [held, setHeld] = useState(emptySeries);
  const [error, setError] = useState(null);
  const [live, setLive] = useState(false);
  const handlers = useRef({});
  handlers.current = { onState, onRollout };
  useEffect(() => {
    let current = emptySeries();
    let stream = null;
    let gone = false;
    let busy = Promise.resolve();
    const load = () => {
      // One after another: two loads from the same step would append it twice.
      busy = busy.then(async () => {
        const next = await extend(id, current);
        current = next;
        if (!gone) {
          setHeld(next);
          setError(null);
        }
      }).catch((failure) => !gone && setError(failure));
      return busy;
    };
    const onMetric = throttle(1000, load);
    const onRolloutEvent = throttle(3000, () => handlers.current.onRollout());
    load().then(() => {
      if (gone) return;
      const after = current.lastEventId === null ? '' : `?after=${current.lastEventId}`;
      stream = new EventSource(`/api/v1/runs/${encodeURIComponent(id)}/stream${after}`);
      stream.onopen = () => setLive(true);
      stream.onerror = () => setLive(false);
      stream.addEventListener('metric', onMetric);
      stream.addEventListener('rollout', onRolloutEvent);
      for (const type of ['state', 'checkpoint', 'alert']) {
        stream.addEventListener(type, () => handlers.current.onState());
      }
    });
    return () => {
      gone = true;
      stream?.close();
    };
  }, [id]);
  return { held, error, live };
}

function Facts({ run, held }) {
  const newest = (key) => last(held.series[key]) ?? run.latest?.[key] ?? null;
  return html`<dl class="facts">
    <${Fact} label="Step" value=${`${run.current_step} / ${run.max_steps}`} />
    ${newest('reward') !== null && html`<${Fact} label="Reward" value=${number(newest('reward'))} />`}
    ${newest('rewards/accuracy/mean') !== null && html`<${Fact} label="Accuracy" value=${percent(newest('rewards/accuracy/mean'))} />`}
    ${newest('rewards/format/mean') !== null && html`<${Fact} label="Format" value=${percent(newest('rewards/format/mean'))} />`}
    ${newest('loss') !== null && newest('reward') === null && html`<${Fact} label="Loss" value=${number(newest('loss'))} />`}
    ${newest('completions/mean_length') !== null && html`<${Fact} label="Mean length" value=${`${number(newest('completions/mean_length'))} tokens`} />`}
    ${newest('step_time') !== null && html`<${Fact} label="Step time" value=${`${number(newest('step_time'))} s`} />`}
    <${Fact} label="Ran for" value=${duration(run.started_at, run.finished_at)} title=${run.started_at} />
  </dl>`;
}

/** An interval in brackets behind its value, as in papers. */
const withInterval = (share) => `${percent(share.accuracy)} [${percent(share.low)}, ${percent(share.high)}]`;

function Result({ result }) {
  const shown = new Set(['stopped_early', 'reason', 'best_step', 'best_eval_loss', 'accuracy', 'accuracy_method', 'low', 'high', 'n', 'format', 'mean_length', 'blank_images', 'by_shared_cues']);
  const rest = Object.entries(result).filter(([name]) => !shown.has(name));
  const byCues = Object.entries(result.by_shared_cues ?? {});
  return html`<section class="card"><h2>${result.best_step === undefined ? 'Evaluation' : 'Held-out exemplars'}</h2>
    ${result.reason && html`<p class="muted">${result.stopped_early ? 'Stopped early: ' : ''}${result.reason}.</p>`}
    <dl class="facts">
      ${result.best_eval_loss !== undefined && html`<${Fact} label="Lowest eval_loss" value=${number(result.best_eval_loss)} />`}
      ${result.best_step !== undefined && html`<${Fact} label="At step" value=${result.best_step} />`}
      ${result.accuracy !== undefined && html`<${Fact} label=${`Accuracy${result.accuracy_method ? ` (${result.accuracy_method})` : ''} [95 % interval]`} value=${withInterval(result)} />`}
      ${result.n !== undefined && html`<${Fact} label="Questions" value=${result.n} />`}
      ${result.format !== undefined && html`<${Fact} label="Well formed" value=${percent(result.format)} />`}
      ${result.mean_length !== undefined && html`<${Fact} label="Mean length" value=${`${number(result.mean_length)} tokens`} />`}
      ${result.accuracy_within_km !== undefined && html`<${Fact} label="Within 25 km [95 % interval]" value=${withInterval(result.accuracy_within_km['25'])} />`}
      ${result.items !== undefined && html`<${Fact} label="Pictures" value=${result.items} />`}
      ${typeof result.median_km === 'number' && html`<${Fact} label="Median distance" value=${`${number(result.median_km)} km`} />`}
      ${result.geo_score !== undefined && html`<${Fact} label="GeoScore" value=${number(result.geo_score)} />`}
      ${result.calibration !== undefined && html`<${Fact} label=${`Calibrated for n = ${result.answers}`} value=${result.calibration.calibrated ? `yes, error ${number(result.calibration.ece)}` : 'no'} title=${result.calibration.reason} />`}
      ${result.blank_images === true && html`<${Fact} label="Images" value="grey (control)" />`}
    </dl>
    ${byCues.length > 0 && html`<details><summary>By cues that the confusers share</summary>
      <table class="values"><thead><tr><th>shared cues</th><th>accuracy</th><th>questions</th></tr></thead>
        <tbody>${byCues.map(([cues, share]) => html`<tr><td>${cues}</td><td>${withInterval(share)}</td><td>${share.n}</td></tr>`)}</tbody>
      </table></details>`}
    ${rest.length > 0 && html`<details><summary>More</summary><pre>${JSON.stringify(Object.fromEntries(rest), null, 2)}</pre></details>`}
  </section>`;
}

function Curves({ run, held, weight, over }) {
  const { charts, more } = useMemo(() => layout(held.keys), [held.keys.join('|')]);
  if (held.keys.length === 0) {
    return html`<p class="muted">${over ? 'No metrics.' : 'No metrics yet. They appear here as steps finish.'}</p>`;
  }
  const card = (chart) => html`<${Chart} key=${chart.title} chart=${chart} held=${held} weight=${weight} />`;
  return html`
    <div class="headline"><h2>Curves</h2>
      <label class="inline">Smoothing
        <input type="range" min="0" max="0.98" step="0.02" value=${weight} aria-valuetext=${number(weight)}
          onInput=${(event) => setSetting('smooth', event.target.value)} />
        <span class="num small muted">${number(weight, 2)}</span></label>
    </div>
    <div class="charts">${charts.map(card)}</div>
    <p class="muted small">${held.rawPoints.toLocaleString('en')} stored ${held.rawPoints === 1 ? 'value' : 'values'}${held.downsampled
      ? '; thinned to what fits, the band shows the least and greatest value behind each point' : ''}.
      Drag to zoom, double click to see everything. ${unmeasured(run, held.keys).join(' ')}</p>
    ${more.length > 0 && html`<details class="more"><summary>${more.length} more metrics</summary>
      <div class="charts">${more.map(card)}</div></details>`}`;
}

function Checkpoints({ id, version }) {
  const { data, error } = useLoad(`/api/v1/runs/${id}/checkpoints`, version);
  if (error) return html`<${Notice} kind="error" text=${error.message} />`;
  if (!data?.data.length) return html`<p class="muted">No checkpoints yet.</p>`;
  return html`<div class="card flush"><table class="list">
    <thead><tr><th>Step</th><th>Use as model</th><th>Weights</th><th>Kept</th><th>Taken</th></tr></thead>
    <tbody>${data.data.map((c) => html`<tr key=${c.id}><td data-label="Step"><span class="strong">Step ${c.step}</span></td>
      <td data-label="Use as model" class="mono">${c.model}</td>
      <td data-label="Weights" class="mono small muted">${c.policy_artifact.slice(0, 12)}</td>
      <td data-label="Kept">${c.promoted ? html`<span class="tag">promoted</span>` : !c.has_weights ? 'weights removed'
        : c.has_state ? '' : 'weights only'}</td>
      <td data-label="Taken" class="muted">${ago(c.created_at)}</td></tr>`)}</tbody></table></div>`;
}

/** For each rule its newest alert, unless that says the episode is over, or is the error that the run ended with. */
function Alerts({ id, version, told }) {
  const { data } = useLoad(`/api/v1/runs/${id}/events?type=alert&limit=100`, version);
  const byRule = new Map();
  for (const alert of data?.data ?? []) byRule.set(alert.data.rule, [...(byRule.get(alert.data.rule) ?? []), alert]);
  return [...byRule.values()].filter(([newest]) => newest.data.level !== 'over' && newest.data.message !== told).map((alerts) => {
    const earlier = alerts.length === 1 ? '' : ` (${alerts.length - 1} earlier under Events)`;
    return html`<${Notice} kind=${alerts[0].data.level === 'info' ? 'info' : 'warn'} text=${`${sentence(alerts[0])}${earlier}`} />`;
  });
}

function Actions({ run, onDone }) {
  const [error, setError] = useState(null);
  const act = (verb, question) => async () => {
    if (question && !window.confirm(question)) return;
    try {
      await post(`/api/v1/runs/${run.id}/${verb}`);
      setError(null);
    } catch (failure) {
      setError(failure.message);
    }
    onDone();
  };
  const resumable = run.state === 'paused' || run.requested === 'pause';
  return html`<div class="actions">
    ${error && html`<${Notice} kind="error" text=${error} />`}
    ${resumable && html`<button class="primary" onClick=${act('resume')}>Resume</button>`}
    ${!resumable && !TERMINAL.has(run.state) && html`<button onClick=${act('pause')}>Pause</button>`}
    ${!TERMINAL.has(run.state) && html`<button class="danger" onClick=${act('cancel', 'Cancel this run? It cannot be continued.')}>Cancel</button>`}
  </div>`;
}

/** A mixture with its weights. */
const Datasets = ({ config }) => (config.datasets ?? [{ name: config.dataset }]).map(({ name, weight }, i) => html`${i > 0 ? ' + ' : ''}<a
  href=${`#/datasets/${encodeURIComponent(name)}`}><${Name} text=${name} /></a>${config.datasets?.length > 1 ? ` × ${number(weight)}` : ''}`);

export function RunPage({ id, settings }) {
  const [version, setVersion] = useState(0);
  const [rolloutVersion, setRolloutVersion] = useState(0);
  const { data: run, error } = useLoad(`/api/v1/runs/${encodeURIComponent(id)}`, version);
  const bump = () => setVersion((n) => n + 1);
  const { held, error: curveError, live } = useLive(id, bump, () => setRolloutVersion((n) => n + 1));
  const newestStep = held.steps[held.steps.length - 1];
  useEffect(() => {
    if (newestStep !== undefined) bump();
  }, [newestStep]);
  if (error && !run) return html`<main class="narrow"><${Notice} kind="error" text=${error.message} /></main>`;
  if (!run) return html`<main id="content"><p class="muted">Loading…</p></main>`;
  const tab = settings.get('tab') ?? 'overview';
  const weight = Number(settings.get('smooth') ?? 0.6);
  return html`
    <main id="content" tabindex="-1">
      <p class="crumbs"><a href="#/runs">Runs</a> / <${Name} text=${run.experiment} /></p>
      <div class="headline">
        <h1><${Name} text=${run.name ?? run.id} /> <${StatePill} state=${run.state} requested=${run.requested} />
          ${live && !TERMINAL.has(run.state) && html`<span class="live" title="Curves follow the run">live</span>`}</h1>
        <${Actions} run=${run} onDone=${bump} />
      </div>
      <p class="muted"><span class="tag">${run.kind.toUpperCase()}</span> <${Name} text=${run.model} /> on <${Datasets} config=${run.config} />, seed ${run.seed}
        ${run.name && html`<span class="mono small"> ${run.id}</span>`}</p>
      <${Progress} step=${run.current_step} max=${run.max_steps} />
      ${run.waiting && html`<${Notice} kind="info" text=${run.waiting.message} />`}
      ${run.error && html`<${Notice} kind="error" text=${run.error} />`}
      <${Alerts} id=${id} version=${version} told=${run.error} />
      <${Facts} run=${run} held=${held} />
      <nav class="tabs" aria-label="Run">${TABS.map(([name, text]) => html`
        <button aria-current=${tab === name ? 'page' : null} onClick=${() => setSetting('tab', name === 'overview' ? '' : name)}>${text}</button>`)}</nav>
      ${curveError && html`<${Notice} kind="error" text=${curveError.message} />`}
      ${tab === 'overview' && html`
        ${run.result && html`<${Result} result=${run.result} />`}
        <${Curves} run=${run} held=${held} weight=${weight} over=${TERMINAL.has(run.state) && run.current_step === run.start_step} />
        ${run.kind !== 'sft' && html`<h2>Latest rollouts</h2><${Rollouts} id=${id} groups=${2} version=${rolloutVersion} />`}`}
      ${tab === 'rollouts' && html`<${Rollouts} id=${id} groups=${6} version=${rolloutVersion} settings=${settings} />`}
      ${tab === 'checkpoints' && html`<${Checkpoints} id=${id} version=${version} />`}
      ${tab === 'events' && html`<${Events} id=${id} version=${version} settings=${settings} />`}
      ${tab === 'config' && html`<div class="card"><pre>${JSON.stringify(run.config, null, 2)}</pre></div>`}
    </main>`;
}
