import { html, useEffect, useMemo, useRef, useState } from '../vendor/preact-htm.js';
import uPlot from '../vendor/uplot.js';
import { explainGaps, isSparse } from './coverage.js';
import { number } from './format.js';
import { last, smooth } from './series.js';

const HEIGHT = 190;
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const scheme = window.matchMedia('(prefers-color-scheme: dark)');

function useScheme() {
  const [dark, setDark] = useState(scheme.matches);
  useEffect(() => {
    const update = () => setDark(scheme.matches);
    scheme.addEventListener('change', update);
    return () => scheme.removeEventListener('change', update);
  }, []);
  return dark;
}

const colour = (index) => token(`--line-${index % 6}`);

/** For each metric: envelope low and high (drawn as a band), the raw line faint, the smoothed line on top. */
function columns(keys, held, weight) {
  const data = [held.steps];
  for (const key of keys) {
    const raw = held.series[key] ?? [];
    const envelope = held.envelope[key];
    data.push(held.downsampled && envelope ? envelope.min : raw.map(() => null));
    data.push(held.downsampled && envelope ? envelope.max : raw.map(() => null));
    data.push(raw);
    data.push(smooth(raw, weight));
  }
  return data;
}

/** Shares are drawn up from zero; a curve of zeros gets an axis of its own size instead of the library's 0 to 100. */
export function range(isShare) {
  return (_, low, high) => {
    if (low === null || (low === 0 && high === 0)) return [0, 1];
    if (!isShare) return uPlot.rangeNum(low, high, 0.1, true);
    return [0, uPlot.rangeNum(0, high, { min: { hard: 0 }, max: { pad: 0.1, hard: 1 } })[1]];
  };
}

function options(width, keys, isShare, sparse) {
  const axis = {
    stroke: token('--muted'), font: '11px system-ui', grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
  };
  const series = [{}];
  const bands = [];
  keys.forEach((key, index) => {
    const ink = colour(index);
    const hidden = { stroke: 'transparent', width: 0, points: { show: false } };
    const at = series.length;
    series.push(hidden, hidden,
      { stroke: `${ink}55`, width: 1, points: { show: false }, spanGaps: sparse[index] },
      // A line through one point is invisible, so a curve that has just begun shows its points.
      { stroke: ink, width: 1.8, points: { show: (u) => u.data[0].length < 3, size: 6, fill: ink },
        spanGaps: sparse[index] });
    bands.push({ series: [at + 1, at], fill: `${ink}22` });
  });
  return {
    width, height: HEIGHT, series, bands,
    legend: { show: false },
    scales: { x: { time: false }, y: { range: range(isShare) } },
    axes: [{ ...axis, size: 26, space: 60 },
      { ...axis, size: 46, space: 34, values: (_, splits) => splits.map((value) => number(value)) }],
    // One crosshair over all charts of the page; dragging zooms, a double click shows everything again.
    cursor: { sync: { key: 'run' }, points: { size: 6 }, drag: { x: true, y: false, uni: 20 } },
    padding: [8, 16, 0, 0],
  };
}

const isZoomed = (plot, steps) => steps.length > 1
  && (plot.scales.x.min > steps[0] || plot.scales.x.max < steps[steps.length - 1]);

export function Chart({ chart, held, weight }) {
  const host = useRef(null);
  const plot = useRef(null);
  const [index, setIndex] = useState(null);
  const [table, setTable] = useState(false);
  const dark = useScheme();
  const keys = chart.keys;
  const id = keys.join('|');
  const columnOf = (key) => held.series[key] ?? [];
  const sparse = keys.map((key) => isSparse(columnOf(key)));
  const data = useMemo(() => columns(keys, held, weight), [id, held, weight]);
  const shown = useRef(data);

  useEffect(() => {
    if (table) return undefined;
    const place = host.current;
    const made = new uPlot({
      ...options(place.clientWidth || 300, keys, chart.share, sparse),
      hooks: { setCursor: [(u) => setIndex(u.cursor.idx ?? null)] },
    }, data, place);
    plot.current = made;
    // The browser may still report on the place after it has left the page; then it has no width.
    const watcher = new ResizeObserver(() => place.clientWidth > 0 && made.setSize({ width: place.clientWidth, height: HEIGHT }));
    watcher.observe(place);
    return () => {
      watcher.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [id, dark, table, sparse.join()]);

  useEffect(() => {
    const current = plot.current;
    if (current && shown.current !== data) {
      // New points must not undo the reader's zoom, so only an unzoomed chart follows the data.
      current.setData(data, !isZoomed(current, shown.current[0]));
      if (isZoomed(current, data[0])) current.redraw();
    }
    shown.current = data;
  }, [data]);

  const name = chart.name ?? ((key) => key);
  const value = (key) => (index === null ? last(held.series[key]) : held.series[key]?.[index]);
  const gaps = keys.map((key) => explainGaps(key, keys.length > 1 ? name(key) : null, held.steps, columnOf(key))).filter(Boolean);
  return html`
    <section class="card chart" aria-label=${chart.title}>
      <header>
        <h3>${chart.title}${chart.unit && html` <span class="muted small">${chart.unit}</span>`}</h3>
        <button class="quiet small" aria-pressed=${table} onClick=${() => setTable(!table)}>${table ? 'Chart' : 'Table'}</button>
      </header>
      <ul class="legend">${keys.map((key, k) => html`
        <li><i class=${`ink-${k % 6}`} aria-hidden="true"></i>${keys.length > 1 && html`<span>${name(key)}</span>`}
          <b>${number(value(key))}</b></li>`)}
        ${index !== null && html`<li class="muted">step ${held.steps[index]}</li>`}
      </ul>
      ${table
        ? html`<${Table} keys=${keys} name=${name} held=${held} />`
        : html`<div class="plot" ref=${host}></div>`}
      ${gaps.map((sentence) => html`<p class="muted small">${sentence}</p>`)}
    </section>`;
}

const Table = ({ keys, name, held }) => html`
  <div class="scroll" tabindex="0"><table class="values">
    <thead><tr><th>step</th>${keys.map((key) => html`<th class="num">${name(key)}</th>`)}</tr></thead>
    <tbody>${held.steps.map((step, i) => html`
      <tr><td>${step}</td>${keys.map((key) => html`<td class="num">${number(held.series[key]?.[i], 5)}</td>`)}</tr>`).reverse()}
    </tbody>
  </table></div>`;
