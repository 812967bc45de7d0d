// Small pieces that several pages share.
import { html, useEffect, useRef, useState } from '../vendor/preact-htm.js';
import { get } from './api.js';

export const Notice = ({ kind, text }) => html`<p class="notice ${kind}" role=${kind === 'error' ? 'alert' : 'status'}>${text}</p>`;

/** A name that somebody chose: whatever script it is in, it does not reorder the words around it. */
export const Name = ({ text }) => html`<bdi>${text}</bdi>`;

export const Fact = ({ label, value, title }) => html`<div class="fact" title=${title}><dt>${label}</dt><dd>${value}</dd></div>`;

const STATE_WORDS = { queued: 'queued', running: 'running', paused: 'paused', succeeded: 'done', failed: 'failed', cancelled: 'cancelled' };

export const TERMINAL = new Set(['succeeded', 'failed', 'cancelled']);

export const StatePill = ({ state, requested }) => html`
  <span class="pill ${state}"><i aria-hidden="true"></i>${STATE_WORDS[state] ?? state}</span>
  ${requested && html`<span class="pill asked">${requested} asked</span>`}`;

export function Progress({ step, max }) {
  const share = max > 0 ? Math.min(1, step / max) : 0;
  const fill = useRef(null);
  // Set through the style object: the content policy forbids style attributes in markup.
  useEffect(() => {
    if (fill.current) fill.current.style.width = `${100 * share}%`;
  }, [share]);
  return html`
    <span class="progress" role="progressbar" aria-valuemin="0" aria-valuemax=${max} aria-valuenow=${step}
      aria-label="Steps done"><span ref=${fill}></span></span>`;
}

/** Loads a path, again whenever it or `version` changes; keeps the old data while loading. */
export function useLoad(path, version = 0) {
  const [state, setState] = useState({ data: null, error: null });
  useEffect(() => {
    if (!path) return undefined;
    const abort = new AbortController();
    get(path, abort.signal)
      .then((data) => setState({ data, error: null }))
      .catch((error) => {
        if (!abort.signal.aborted) setState((old) => ({ data: old.data, error }));
      });
    return () => abort.abort();
  }, [path, version]);
  return state;
}

/** Calls at most once in `wait` milliseconds, and once more at the end if called meanwhile. */
export function throttle(wait, action) {
  let timer = null;
  let again = false;
  return () => {
    if (timer !== null) {
      again = true;
      return;
    }
    action();
    timer = setTimeout(function next() {
      timer = null;
      if (again) {
        again = false;
        action();
        timer = setTimeout(next, wait);
      }
    }, wait);
  };
}
