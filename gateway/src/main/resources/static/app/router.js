// The URL's hash holds the page and its settings, so a link shows what its sender saw.
import { useEffect, useState } from '../vendor/preact-htm.js';

export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#/, '').split('?');
  return { parts: path.split('/').filter(Boolean).map(decoded), settings: new URLSearchParams(search) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // Malformed by hand: as it stands it names no page, and the page says so.
  }
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const update = () => setRoute(parse(location.hash));
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return route;
}

/** Changes one setting in place, without a new history entry. */
export function setSetting(name, value) {
  const [path, search = ''] = location.hash.replace(/^#/, '').split('?');
  const settings = new URLSearchParams(search);
  if (value === null || value === '') settings.delete(name);
  else settings.set(name, value);
  const text = settings.toString();
  history.replaceState(null, '', `#${path}${text ? `?${text}` : ''}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
