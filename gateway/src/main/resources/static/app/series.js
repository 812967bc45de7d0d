// A run's curves in the browser: load once, then append what is new.
import { get, query } from './api.js';

export const emptySeries = () => ({ steps: [], series: {}, envelope: {}, keys: [], rawPoints: 0, downsampled: false, lastEventId: null });

/** Loads what lies after the steps already held; on an empty start, everything. */
export async function extend(id, held) {
  const from = held.steps.length ? held.steps[held.steps.length - 1] + 1 : null;
  const page = await get(`/api/v1/runs/${encodeURIComponent(id)}/metrics${query({ from, points: 2000 })}`);
  const keys = [...new Set([...Object.keys(held.series), ...Object.keys(page.series)])];
  const join = (oldColumns, newColumns) => Object.fromEntries(keys.map((key) => [key, [
    ...(oldColumns[key] ?? new Array(held.steps.length).fill(null)),
    ...(newColumns[key] ?? new Array(page.steps.length).fill(null))]]));
  const edge = (envelopes, side) => Object.fromEntries(Object.entries(envelopes).map(([key, value]) => [key, value[side]]));
  const min = join(edge(held.envelope, 'min'), edge(page.envelope, 'min'));
  const max = join(edge(held.envelope, 'max'), edge(page.envelope, 'max'));
  return {
    steps: [...held.steps, ...page.steps],
    series: join(held.series, page.series),
    envelope: Object.fromEntries(keys.map((key) => [key, { min: min[key], max: max[key] }])),
    keys,
    rawPoints: held.rawPoints + page.raw_points,
    downsampled: held.downsampled || page.downsampled,
    lastEventId: page.last_event_id,
  };
}

/** Exponential moving average without the usual drag toward zero at the start; gaps stay gaps. */
export function smooth(values, weight) {
  if (weight <= 0) return values;
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return value;
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    return sum / norm;
  });
}

export function last(values) {
  for (let i = (values?.length ?? 0) - 1; i >= 0; i--) {
    if (values[i] !== null && values[i] !== undefined) return values[i];
  }
  return null;
}

/** The default view: what a GRPO run is judged by, in reading order. A chart without data is left out. */
export const CHARTS = [
  { title: 'Reward', keys: ['reward'], main: true },
  { title: 'Reward components', match: /^rewards\/.+\/mean$/, name: (key) => key.split('/')[1] },
  { title: 'Completion length', unit: 'tokens', keys: ['completions/mean_length', 'completions/max_length', 'completions/min_length'],
    name: (key) => key.split('/')[1].replace('_length', '') },
  { title: 'Loss', keys: ['loss', 'eval_loss'], name: (key) => (key === 'loss' ? 'training' : 'held out') },
  { title: 'Entropy', keys: ['entropy'] },
  { title: 'KL to reference', keys: ['kl'] },
  { title: 'Groups without reward variance', keys: ['frac_reward_zero_std'], share: true },
  { title: 'Clipped completions', keys: ['completions/clipped_ratio'], share: true },
  { title: 'Accuracy', match: /(^|\/)accuracy$/, share: true },
  { title: 'Gradient norm', keys: ['grad_norm'] },
  { title: 'Time per step', unit: 'seconds', match: /^(step_time|time\/.+)$/, name: (key) => key.replace('time/', '') },
  { title: 'Tokens per second', keys: ['tokens_per_second'] },
  { title: 'Versions behind', keys: ['staleness/max', 'staleness/mean'], name: (key) => key.replace('staleness/', '') },
];

/** Metrics outside the default view that lie between 0 and 1. */
const SHARE = /(^|\/)(frac_|cispo_clip_ratio)|^clip_ratio\//;

/** Fits the charts to the metrics a run has; what no chart claims gets one of its own under "more". */
export function layout(keys) {
  const claimed = new Set();
  const charts = CHARTS.map((chart) => {
    const found = chart.keys ? chart.keys.filter((key) => keys.includes(key)) : keys.filter((key) => chart.match.test(key));
    found.forEach((key) => claimed.add(key));
    return { ...chart, keys: found };
  }).filter((chart) => chart.keys.length > 0);
  const more = keys.filter((key) => !claimed.has(key)).map((key) => ({ title: key, keys: [key], share: SHARE.test(key) }));
  return { charts, more };
}
