import { html, useEffect, useState } from '../vendor/preact-htm.js';
import { get, query } from './api.js';
import { capital, number, signed } from './format.js';
import { setSetting } from './router.js';
import { Name, Notice } from './widgets.js';

const STEP_WORDS = /\b(cues|knowledge|evidence|conclusion):/g;

/** Reasoning as text nodes, its four steps set off. Model text is never parsed as markup. */
export function Reasoning({ text }) {
  const parts = text.split(STEP_WORDS);
  if (parts.length < 3) return html`<p class="reasoning">${text}</p>`;
  const steps = [];
  for (let i = 1; i < parts.length; i += 2) steps.push([parts[i], parts[i + 1]]);
  return html`<div class="reasoning">
    ${parts[0].trim() && html`<p>${parts[0]}</p>`}
    ${steps.map(([name, words]) => html`<p><b>${capital(name)}</b> ${words}</p>`)}
  </div>`;
}

/** Splits a completion into its blocks; whatever does not fit the form is shown as it is. */
export function readCompletion(text) {
  const match = /^<think>([\s\S]*?)<\/think>\s*<answer>([\s\S]*?)<\/answer>$/.exec(text);
  return match ? { think: match[1].trim(), answer: match[2].trim() } : { think: null, answer: null };
}

function Images({ images, truth }) {
  const panorama = images.find((image) => image.role === 'panorama') ?? images.find((image) => !image.label);
  const tiles = images.filter((image) => image !== panorama);
  const source = (image) => (image.url ? `${image.url}?scale=4` : null);
  return html`<div class="question">
    ${panorama && html`<figure class="panorama"><img src=${source(panorama)} alt="Street panorama, 360 degrees from north" loading="lazy" />
      <figcaption aria-hidden="true"><span>north</span><span>east</span><span>south</span><span>west</span></figcaption></figure>`}
    <div class="tiles">${tiles.map((tile) => html`
      <figure class=${tile.label === truth ? 'true' : ''}>
        <img src=${source(tile)} alt=${`Satellite tile ${tile.label ?? ''}${tile.label === truth ? ', the true one' : ''}`} loading="lazy" />
        <figcaption>${tile.label}${tile.label === truth ? ' ✓' : ''}</figcaption></figure>`)}</div>
  </div>`;
}

const Rewards = ({ rewards }) => html`<ul class="rewards">${Object.entries(rewards).map(([name, value]) => html`
  <li class=${value > 0 ? 'good' : value < 0 ? 'bad' : ''}><span>${name}</span><b>${number(value)}</b></li>`)}</ul>`;

function Completion({ rollout }) {
  const { think, answer } = readCompletion(rollout.completion);
  const right = rollout.answer !== null && rollout.answer === rollout.truth;
  return html`<article class="completion">
    <header>
      <span class=${`choice ${right ? 'right' : 'wrong'}`} title=${`answered ${rollout.answer ?? 'nothing'}, truth ${rollout.truth}`}><${Name} text=${rollout.answer ?? '–'} /></span>
      <span class="muted small">#${rollout.index}</span>
      <span class=${`advantage ${(rollout.advantage ?? 0) >= 0 ? 'up' : 'down'}`} title="advantage within the group">${signed(rollout.advantage)}</span>
      <span class="small">reward <b>${number(rollout.reward)}</b></span>
      <span class="muted small">${rollout.tokens} tokens${rollout.finish_reason === 'length' ? ', cut off' : ''}</span>
      ${rollout.flags.map((flag) => html`<span class="tag warn">${flag}</span>`)}
    </header>
    ${think === null
      ? html`<p class="reasoning raw">${rollout.completion}</p>`
      : html`<${Reasoning} text=${think} /><p class="answer">Answer <b><${Name} text=${answer} /></b></p>`}
    <${Rewards} rewards=${rollout.rewards} />
  </article>`;
}

function Group({ rollouts }) {
  const [all, setAll] = useState(false);
  const first = rollouts[0];
  const sorted = [...rollouts].sort((a, b) => a.index - b.index);
  const shown = all ? sorted : sorted.slice(0, 4);
  const right = rollouts.filter((rollout) => rollout.answer === rollout.truth).length;
  return html`<section class="card group">
    <header class="headline"><h3>Step ${first.step}
        <span class="muted small"> policy ${first.policy_version}${first.about?.city ? ` · ${capital(first.about.city)}, ${capital(first.about.country ?? '')}` : ''}</span></h3>
      <span class="small muted">${right} of ${rollouts.length} right · truth <b>${first.truth}</b></span></header>
    <${Images} images=${first.images} truth=${first.truth} />
    <div class="completions">${shown.map((rollout) => html`<${Completion} key=${rollout.id} rollout=${rollout} />`)}</div>
    ${sorted.length > 4 && html`<button class="quiet" onClick=${() => setAll(!all)}>${all ? 'Show fewer' : `Show all ${sorted.length} completions`}</button>`}
  </section>`;
}

const byGroup = (rollouts) => [...rollouts.reduce(
  (groups, rollout) => groups.set(rollout.group_id, [...(groups.get(rollout.group_id) ?? []), rollout]), new Map()).values()];

/** The newest groups, or those of one step; with settings, a step can be chosen. */
export function Rollouts({ id, groups, version, settings }) {
  const step = settings?.get('step') ?? '';
  const [held, setHeld] = useState({ groups: null, error: null });
  useEffect(() => {
    const abort = new AbortController();
    const load = async () => {
      const page = await get(`/api/v1/runs/${encodeURIComponent(id)}/rollouts${query({ step, limit: 100 })}`, abort.signal);
      const newest = byGroup(page.data).slice(0, groups);
      setHeld({ groups: newest, error: null });
    };
    load().catch((error) => !abort.signal.aborted && setHeld((old) => ({ ...old, error })));
    return () => abort.abort();
  }, [id, step, groups, version]);
  return html`
    ${settings && html`<div class="headline"><label class="inline">Step
      <input type="number" min="1" inputmode="numeric" placeholder="newest" value=${step}
        onChange=${(event) => setSetting('step', event.target.value)} /></label></div>`}
    ${held.error && html`<${Notice} kind="error" text=${held.error.message} />`}
    ${held.groups?.length === 0 && (step
      ? html`<p class="muted">No rollouts in step <${Name} text=${step} />. <button class="quiet" onClick=${() => setSetting('step', '')}>Show the newest</button></p>`
      : html`<p class="muted">No rollouts yet.</p>`)}
    ${held.groups?.map((rollouts) => html`<${Group} key=${rollouts[0].group_id} rollouts=${rollouts} />`)}`;
}
