// Numbers, times and names as people read them.

export function number(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1).replace('e+', 'e');
  if (size >= 100) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  return Number(value.toPrecision(digits)).toString();
}

export const count = (value) => value.toLocaleString('en');

/** A size as people read it. */
export function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${number(value)} ${units[unit]}`;
}

export const percent = (value) => (value === null || value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);

export const signed = (value) => (value === null || value === undefined
  ? '–' : `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`);

const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export function ago(iso) {
  if (!iso) return '–';
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size || unit === 'second') return RELATIVE.format(Math.round(seconds / size), unit);
  }
  return '–';
}

/** A moment as date and time of the reader's zone. */
export const moment = (iso) => new Date(iso).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'medium' });

export function duration(fromIso, toIso) {
  if (!fromIso) return '–';
  let seconds = Math.max(0, Math.round(((toIso ? Date.parse(toIso) : Date.now()) - Date.parse(fromIso)) / 1000));
  const hours = Math.floor(seconds / 3600);
  seconds -= hours * 3600;
  const minutes = Math.floor(seconds / 60);
  seconds -= minutes * 60;
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${seconds} s` : `${seconds} s`;
}

export const capital = (word) => (word ? word[0].toUpperCase() + word.slice(1) : word);

export function coordinates(lat, lon) {
  const side = (value, plus, minus) => `${Math.abs(value).toFixed(2)}° ${value >= 0 ? plus : minus}`;
  return `${side(lat, 'N', 'S')}, ${side(lon, 'E', 'W')}`;
}

/** Great-circle distance in kilometres (haversine). */
export function distanceKm(a, b) {
  const rad = Math.PI / 180;
  const h = Math.sin((b.lat - a.lat) * rad / 2) ** 2
    + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin((b.lon - a.lon) * rad / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(Math.min(1, h)));
}
