// Talks to the REST API. Every failure becomes an ApiError carrying the problem's own words.
import { readJson } from './text.js';

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.error?.message ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem?.code ?? problem?.error?.code ?? null;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch {
    throw new ApiError(0, { detail: 'The gateway does not answer. It may be starting, or stopped.' });
  }
  if (response.ok) return response;
  let problem = null;
  try {
    problem = readJson(await response.text());
  } catch {
    // Not every error has a JSON body (a proxy's page, for one); the status still tells.
  }
  if (response.status === 401) window.dispatchEvent(new Event('geor1:signin'));
  throw new ApiError(response.status, problem);
}

const asJson = async (path, options) => {
  const response = await request(path, options);
  return response.status === 204 ? null : readJson(await response.text());
};

export const get = (path, signal) => asJson(path, { signal });

export const post = (path, body) => asJson(path, body === undefined
  ? { method: 'POST' }
  : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const blob = async (path) => (await request(path)).blob();

export const signIn = async (key) => {
  // Other characters cannot be sent in a header, so no key has them.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new ApiError(401, { detail: 'This is not a valid API key.' });
  return asJson('/api/v1/session', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
};

/** Uploads a photo; the field name is the endpoint's. */
export const geolocate = (file, model) => {
  const form = new FormData();
  form.append('image', file, 'photo');
  if (model) form.append('model', model);
  return asJson('/v1/geolocate', { method: 'POST', body: form });
};

export const query = (parameters) => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, value);
  }
  const text = search.toString();
  return text ? `?${text}` : '';
};
