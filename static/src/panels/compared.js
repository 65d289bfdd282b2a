/** Two systems by cost: a scenario in numbers, the picture over mapped pages, the closed forms, all as tables. */

import { useRef } from "preact/hooks";
import { decadesOf, grouped, LogChart } from "../draw/logchart.js";
import { html } from "../draw/html.js";
import { dropProps } from "../openfile.js";
import { useSize } from "../size.js";
import { ours, rich, say, sentence } from "../words.js";

const STYLES = [
  { mark: "square", dashed: false, tone: "ink" },
  { mark: "hollow disc", dashed: true, tone: "ink" },
];
const CLAIMED = [
  { mark: "diamond", dashed: false, tone: "ink" },
  { mark: "hollow diamond", dashed: true, tone: "ink" },
];
const MEASURED = [
  { mark: "triangle", dashed: false, tone: "teal" },
  { mark: "hollow triangle", dashed: true, tone: "teal" },
];

/** @param {{data: object, measured: object|null, problem: string|null, onFile: (file: File) => void}} props */
export function Compared({ data, measured, problem, onFile }) {
  return html`<${Scenario} data=${data} />
    <${Picture} data=${data} measured=${measured} problem=${problem} onFile=${onFile} />
    <${Formulas} data=${data} />
    <${Times} claimed=${data.claimed} measured=${measured} />`;
}

function Scenario({ data }) {
  const [one, other] = data.systems;
  const cell = (system, id, than) => {
    const [n, m] = [system.scenario.counts[id], than.scenario.counts[id]];
    return html`<td class=${n < m ? "less" : ""}>${n}</td>`;
  };
  return html`<section aria-labelledby="numbers">
    <h2 id="numbers">${say("costs.in-turn", ours(data.scenario))}</h2>
    <div class="scroll"><table class="numbers">
      <thead><tr><th scope="col">${say("costs.count-word")}</th>${data.systems.map((each, i) => html`<th scope="col" key=${i}>${each.id}</th>`)}<th scope="col" class="what">${say("costs.what")}</th></tr></thead>
      <tbody>${data.counts.map(({ id, title, help }) => html`<tr key=${id}><th scope="row">${ours(title)}</th>${cell(one, id, other)}${cell(other, id, one)}<td class="what">${ours(help)}</td></tr>`)}</tbody>
    </table></div>
    ${data.systems.map((each, i) => each.scenario.why !== null && html`<p class="note" key=${i}>${sentence(each.link ? say("costs.stops-early", each.id, each.scenario.why) : each.scenario.why)}</p>`)}
    <p class="note">${data.systems.map((each, i) => each.link && html`<a key=${i} href=${each.link}>${say("costs.step-in", each.id)}</a> `)}</p>
  </section>`;
}

const named = (series, styles) => series.map((each, i) => ({ ...each, ...styles[i] }));

function Picture({ data, measured, problem, onFile }) {
  const place = useRef(null);
  const { width } = useSize(place, { width: 1000, height: 0 });
  const counted = named(
    data.systems.map(({ id, points }, i) => ({ id: `counted-${i}`, name: id, points: (points ?? []).map(([x, y]) => ({ x, y })) })),
    STYLES,
  );
  const claimed = named(
    data.claimed.map(({ id, name, points }) => ({ id, name: ours(name), points: points.map(({ pages, us, note }) => ({ x: pages, y: us, note: note && ours(note) })) })),
    CLAIMED,
  );
  const timed = named(
    (measured?.series ?? []).map(({ id, name, points }) => ({
      id,
      name,
      points: points.filter(({ pages }) => pages >= 1).map(({ pages, median_us, least_us, most_us }) => ({ x: pages, y: median_us, low: least_us, high: most_us })),
    })),
    MEASURED,
  );
  const values = (series) => series.flatMap(({ points }) => points.flatMap(({ y, high }) => [y, high ?? y]));
  const [title, operation] = [ours(data.drawn.title), ours(data.drawn.operation)];
  const panels = [
    { title: say("costs.counted-of", title, operation), series: counted, decades: decadesOf(values(counted)), zero: values(counted).includes(0) },
    { title: say("costs.claimed-us"), series: [...claimed, ...timed], decades: decadesOf(values([...claimed, ...timed])), zero: false },
  ];
  const xs = [100, 1e6, ...timed.flatMap(({ points }) => points.map(({ x }) => x))];
  const drop = dropProps(onFile);
  return html`<section aria-labelledby="picture">
    <h2 id="picture">${say("costs.over-pages")}</h2>
    <figure class="chart" ref=${place} ...${drop}>
      ${width > 0 && html`<${LogChart} panels=${panels} width=${Math.min(width, 1100)} x=${{ title: say("costs.x"), decades: decadesOf(xs) }} label=${say("costs.panels", summary(counted, title))} />`}
      <figcaption>
        <span>${say("costs.decade")}${" "}${measured ? say("costs.measured", measured.system, measured.runs) : rich("costs.to-measure", html`<code>ptscope measure-fork --json fork.json</code>`)}</span>
        <label class="btn file">${say("costs.open")}<input type="file" accept=".json,application/json" onChange=${(event) => event.target.files[0] && onFile(event.target.files[0])} /></label>
      </figcaption>
      ${problem !== null && html`<p class="wrong" role="alert">${problem}</p>`}
    </figure>
  </section>`;
}

function summary(counted, title) {
  return counted.map(({ name, points }) => (points.length > 0 ? say("costs.summary", name, grouped(points.at(-1).y), title) : say("costs.summary-none", name))).join(" ");
}

function Formulas({ data }) {
  return html`<section aria-labelledby="formulas">
    <h2 id="formulas">${say("costs.closed-of", ours(data.drawn.operation))}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("costs.closed")}><table class="numbers formulas">
      <thead><tr><th scope="col">${say("costs.count-word")}</th>${data.systems.map((each, i) => html`<th scope="col" key=${i}>${each.id}</th>`)}</tr></thead>
      <tbody>${data.counts.map(({ id, title }) => html`<tr key=${id}><th scope="row">${ours(title)}</th>${data.systems.map((each, i) => html`<td key=${i} translate=${false}>${each.forms[id] ?? say("costs.no-form")}</td>`)}</tr>`)}</tbody>
    </table></div>
    ${data.systems.map((each, i) => each.refused !== null && html`<p class="note" key=${i}>${say("costs.no-forms", each.id, each.refused)}</p>`)}
    <details><summary>${say("costs.as-numbers", ours(data.drawn.title))}</summary>
      <table class="numbers">
        <thead><tr><th scope="col">${say("costs.pages")}</th>${data.systems.map((each, i) => html`<th scope="col" key=${i}>${each.id}</th>`)}</tr></thead>
        <tbody>${(data.systems.find(({ points }) => points !== null)?.points ?? []).map(([pages], row) => html`<tr key=${pages}><th scope="row">${grouped(pages)}</th>${data.systems.map(({ points }, i) => html`<td key=${i}>${points ? grouped(points[row][1]) : "–"}</td>`)}</tr>`)}</tbody>
      </table>
    </details>
  </section>`;
}

function Times({ claimed, measured }) {
  const all = [
    ...claimed.map(({ name, points }) => ({ name, at: new Map(points.map(({ pages, us }) => [pages, us])), notes: points.filter(({ note }) => note) })),
    ...(measured?.series ?? []).map(({ name, points }) => ({ name, at: new Map(points.map(({ pages, median_us }) => [pages, median_us])), notes: [] })),
  ];
  const tables = measured && new Map(measured.series[0]?.points.map(({ pages, page_tables_kb }) => [pages, page_tables_kb]));
  const pages = [...new Set(all.flatMap(({ at }) => [...at.keys()]))].sort((one, other) => one - other);
  const cell = (value, unit = false) => html`<td>${value === undefined ? "–" : unit ? say("costs.kb", grouped(value)) : grouped(value)}</td>`;
  const noted = all.flatMap(({ name, notes }) => notes.map(({ pages, note }) => say("costs.noted", ours(name), grouped(pages), ours(note))));
  return html`<section aria-labelledby="times">
    <h2 id="times">${say("costs.times-us")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("costs.times")}><table class="numbers">
      <thead><tr><th scope="col">${say("costs.pages")}</th>${all.map(({ name }) => html`<th scope="col" key=${name}>${ours(name)}</th>`)}${tables && html`<th scope="col">${say("costs.page-tables")}</th>`}</tr></thead>
      <tbody>${pages.map((n) => html`<tr key=${n}><th scope="row">${grouped(n)}</th>${all.map(({ at }) => cell(at.get(n)))}${tables && cell(tables.get(n), true)}</tr>`)}</tbody>
    </table></div>
    ${noted.map((text) => html`<p class="note" key=${text}>${text}</p>`)}
    ${measured && html`<p class="note">${say("costs.no-pages", measured.series.map(({ name, baseline }) => say("costs.baseline", name, grouped(baseline))).join(", "))}</p>`}
  </section>`;
}
