// Which steps have a value of a metric, and why others have none.

const has = (value) => value !== null && value !== undefined;

const REASONS = [
  [/^eval_loss$/, 'it is measured every eval_steps steps'],
  [/^dynamic_sampling\//, 'only a step that looked for further questions has one'],
  [/^staleness\//, 'only a step with rollouts has one'],
  [/^rewards\//, 'only a step whose rollouts were scored by this reward has one'],
  [/^(loss|grad_norm|entropy|kl|eval\/|sampling\/|cispo_|clip_ratio\/)/, 'a step where it was not a finite number has none; Events tell more'],
];

/** A metric of which fewer than half of the steps have a value: its line joins the values instead of showing gaps. */
export const isSparse = (values) => 2 * values.filter(has).length < values.length;

/**
 * One sentence on the steps without a value, or null where there are none to speak of.
 *
 * @param name what the metric is called in the sentence, or null where the chart's title says it
 */
export function explainGaps(key, name, steps, values) {
  const known = values.flatMap((value, i) => (has(value) ? [i] : []));
  if (known.length === 0 || known.length === values.length) return null;
  const reason = REASONS.find(([pattern]) => pattern.test(key))?.[1];
  const first = known[0];
  const last = known[known.length - 1];
  const ends = values.length - 1 - last;
  let what;
  if (ends > 1.5 * (last - first + 1) / known.length) what = `has no value after step ${steps[last]}`;
  else if (isSparse(values)) what = `has a value in ${known.length} of ${values.length} steps`;
  else if (known.length === last - first + 1) what = `begins at step ${steps[first]}`;
  else what = `has no value in ${values.length - known.length} of ${values.length} steps`;
  return `${name === null ? 'This curve' : name} ${what}${reason ? `: ${reason}` : ''}.`;
}

/** What a reader may look for and this run does not measure, because of its settings. */
export function unmeasured(run, keys) {
  const settings = run.config?.method?.[run.kind] ?? {};
  const missing = [];
  if (run.kind === 'grpo' && settings.beta === 0 && !keys.includes('kl')) {
    missing.push('KL to the reference is not measured, because beta is 0.');
  }
  if (run.kind === 'sft' && !keys.includes('eval_loss') && !settings.eval_steps) {
    missing.push('The loss on held-out exemplars is not measured, because eval_steps is not set.');
  }
  return missing;
}
