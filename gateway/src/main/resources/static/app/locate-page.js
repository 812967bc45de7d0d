import { html, useEffect, useRef, useState } from '../vendor/preact-htm.js';
import { blob, geolocate } from './api.js';
import { capital, coordinates, distanceKm, number } from './format.js';
import { Reasoning } from './rollouts.js';
import { Name, Notice, useLoad } from './widgets.js';

const SAMPLES = '/api/v1/datasets/mini-earth/samples?limit=8';

/** Longitude and latitude grid with the two points: enough to see how far off an answer is, with no map tiles. */
function WorldMap({ predicted, truth }) {
  const x = (lon) => lon + 180;
  const y = (lat) => 90 - lat;
  const lines = (from, to, step) => Array.from({ length: (to - from) / step + 1 }, (_, k) => from + k * step);
  return html`<svg class="world" viewBox="0 0 360 180" role="img" aria-label="Position on the planet">
    ${lines(-180, 180, 30).map((lon) => html`<line x1=${x(lon)} x2=${x(lon)} y1="0" y2="180" />`)}
    ${lines(-90, 90, 30).map((lat) => html`<line x1="0" x2="360" y1=${y(lat)} y2=${y(lat)} class=${lat === 0 ? 'equator' : ''} />`)}
    ${truth && html`<circle class="truth" cx=${x(truth.lon)} cy=${y(truth.lat)} r="5" />`}
    ${predicted && html`<circle class="predicted" cx=${x(predicted.lon)} cy=${y(predicted.lat)} r="3.4" />`}
  </svg>`;
}

function Answer({ answer, truth }) {
  const best = answer.predictions[0];
  return html`<section class="card stack" aria-live="polite">
    <h2>${best ? [best.place.city, best.place.country].filter(Boolean).map(capital).join(', ') || 'A position at sea' : 'No known place'}</h2>
    ${best
      ? html`<p class="muted">${coordinates(best.lat, best.lon)} on ${answer.planet}${answer.planet === 'earth' ? ':'
        : ', a made-up planet: no answer is a place on Earth, and'} how far off answers are has not been measured.</p>`
      : html`<p class="muted">The model answered “<${Name} text=${answer.answer || 'nothing'} />”, which gives no position it could know.</p>`}
    ${truth && html`<p>Truth: <b>${capital(truth.city)}, ${capital(truth.country)}</b>${best
      && html`<span class="muted"> · ${number(distanceKm(best, truth))} km away</span>`}</p>`}
    <${WorldMap} predicted=${best} truth=${truth} />
    ${truth && html`<p class="small muted"><span class="dot truth"></span> truth <span class="dot predicted"></span> prediction</p>`}
    <h3>Reasoning</h3>
    <${Reasoning} text=${answer.reasoning} />
    <p class="small muted"><${Name} text=${answer.model} />${answer.exif.had_gps ? ' · the photo carried a position, which was not used' : ''}</p>
  </section>`;
}

export function LocatePage() {
  const { data: samples } = useLoad(SAMPLES);
  const { data: models } = useLoad('/api/v1/models');
  const [model, setModel] = useState('');
  const [chosen, setChosen] = useState(null);
  const [state, setState] = useState({ busy: false, answer: null, error: null });
  const [over, setOver] = useState(false);
  const preview = useRef(null);

  const ask = async (file, truth, shown) => {
    if (preview.current) URL.revokeObjectURL(preview.current);
    preview.current = shown ? null : URL.createObjectURL(file);
    setChosen({ url: shown ?? preview.current, truth });
    setState({ busy: true, answer: null, error: null });
    try {
      setState({ busy: false, answer: await geolocate(file, model), error: null });
    } catch (error) {
      setState({ busy: false, answer: null, error });
    }
  };
  const askSample = async (sample) => {
    const image = sample.images[0];
    // The model sees the picture at its own scale; people get a larger drawing of the same.
    ask(await blob(image.url), sample.place, `${image.url}?scale=4`);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) ask(file, null, null);
  };
  useEffect(() => () => preview.current && URL.revokeObjectURL(preview.current), []);

  return html`
    <main id="content" tabindex="-1">
      <div class="headline"><h1>Where was this taken?</h1>
        <label class="inline">Model <select value=${model} onChange=${(event) => setModel(event.target.value)}>
          <option value="">served default</option>
          ${(models?.data ?? []).map((m) => html`<option value=${m.name}>${m.name}</option>`)}</select></label></div>
      <div class="locate">
        <div class="stack">
          <label class=${`drop card ${over ? 'over' : ''}`} onDragOver=${(event) => { event.preventDefault(); setOver(true); }}
            onDragLeave=${() => setOver(false)} onDrop=${drop}>
            ${chosen ? html`<img src=${chosen.url} alt="The chosen photo" />` : html`<b>Drop a photo here</b>`}
            <span class="muted">JPEG, PNG, TIFF or GIF; choose a file, or take a sample below</span>
            <input class="hidden-file" type="file" accept="image/jpeg,image/png,image/tiff,image/gif" onChange=${(event) => {
              if (event.target.files[0]) ask(event.target.files[0], null, null);
              event.target.value = '';
            }} />
          </label>
          <h2>Mini-Earth samples</h2>
          <p class="muted small">Places of the procedural planet that no training step has seen.</p>
          <div class="samples">${(samples?.data ?? []).map((sample) => html`
            <button key=${sample.id} class="sample" disabled=${state.busy} onClick=${() => askSample(sample)}
              aria-label=${`Panorama in ${sample.place.city}`}><img src=${`${sample.images[0].url}?scale=2`} alt="" loading="lazy" /></button>`)}</div>
        </div>
        <div>
          ${state.busy && html`<section class="card"><p class="thinking">Reasoning…</p></section>`}
          ${state.error && html`<${Notice} kind="error" text=${state.error.message} />`}
          ${state.answer && html`<${Answer} answer=${state.answer} truth=${chosen?.truth} />`}
          ${!state.busy && !state.error && !state.answer && html`<section class="card muted"><p>The model writes down what it sees,
            what that suggests and why, then names a city of its planet: one trained on Mini-Earth knows no other, whatever the
            photo shows. Its words and the place appear here.</p></section>`}
        </div>
      </div>
    </main>`;
}
