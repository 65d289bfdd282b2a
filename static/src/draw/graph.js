/** The graph of one frame: an SVG that is a function of its props alone. */
import { useMemo } from "preact/hooks";
import { html } from "./html.js";
import { isJoined, isOwnEdge, joinedTo } from "../focus.js";
import { edgesOf } from "../layout/edges.js";
import { layout } from "../layout/graph.js";
import { regionOf } from "../layout/regions.js";
import { locksOf, pagesOf } from "../layout/sources.js";
import { changedNames } from "./changes.js";
import { Cpu } from "./cpu.js";
import { describe } from "./describe.js";
import { Edge, EdgeFault } from "./edge.js";
import { Fold } from "./fold.js";
import { faultsOf } from "./faults.js";
import { Heads } from "./heads.js";
import { LockLine } from "./lock.js";
import { Hatch, Lit, Octagon, Reticle, Wash } from "./marks.js";
import { Page } from "./page.js";
import { Process } from "./process.js";
import { Slot } from "./slot.js";
import { Table } from "./table.js";

/**
 * @param {object} props
 * @param {object} props.info RunInfo
 * @param {object} props.frame the frame to draw
 * @param {object | null} props.previous the frame that was shown before, if any
 * @param {object[]} [props.frames] the frames of the shown run from its start: they give the places, so that
 *   nothing moves between steps. Without it the places follow from `frame` alone
 * @param {"wide" | "tall"} [props.orientation]
 * @param {string | string[] | null} [props.highlight] names of objects to point out
 * @param {object} [props.places] where everything stands, if the caller has laid it out
 * @param {{x: number, y: number, w: number, h: number}} [props.view] the part to show; the whole by default
 * @param {string | null} [props.only] a page table: nothing is drawn but that and what it is joined to
 * @param {string} [props.id] prefix of ids, where two graphs stand in one page
 */
export function Graph({
  info,
  frame,
  previous = null,
  frames,
  orientation = "wide",
  highlight = null,
  places: given,
  view,
  only = null,
  id = "g",
}) {
  const run = frames?.length ? frames : [frame];
  // Places follow from the run alone: within it, a step or a jump lays nothing out anew.
  const own = () => given ?? layout(info, run, orientation);
  const places = useMemo(own, [given, info, run[0], run.at(-1), run.length, orientation]);
  const { edges: all, stripes } = edgesOf(frame, places);
  const joined = only && joinedTo(only, frame);
  const isShown = (name) => !joined || isJoined(joined, name, places.hidden);
  const edges = joined ? all.filter((edge) => isOwnEdge(edge, only)) : all;
  const faults = faultsOf(info, frame, edges);
  const changed = new Set(changedNames(frame));
  const hatch = `${id}-${orientation}-hatch`;
  const quiet = useMemo(() => ({ ...QUIET, info, places, hatch }), [info, places, hatch]);
  const scene = {
    info,
    frame,
    previous,
    places,
    stripes,
    faults,
    changed,
    isShown,
    hatch,
  };
  const { x, y, w, h } = view ?? places.box;
  const jump = previous !== null && Math.abs(frame.at - previous.at) > 1;
  const classes = ["g", orientation, places.sizes.many && "many", jump && "jump"].filter(Boolean).join(" ");
  const drawn = (edge) =>
    html`<${Edge} key=${edge.key} edge=${edge} orientation=${orientation} fault=${faults.edges.get(edge.key)} />`;
  return html`<svg
    class=${classes}
    viewBox=${`${x} ${y} ${w} ${h}`}
    preserveAspectRatio="xMidYMid meet"
    role="img"
    aria-label=${describe(frame)}
  >
    <${Hatch} id=${scene.hatch} />
    <${Heads} heads=${places.heads} />
    <g class="edges">
      ${ordered(edges).map((edge) => drawn(edge))}
    </g>
    <${Objects} scene=${scene} quiet=${quiet} />
    <${Overlay} scene=${scene} edges=${edges} lit=${[highlight ?? []].flat()} />
  </svg>`;
}

/** The scene of what the step does not touch: the same over the whole run, so that it need not be drawn again. */
const QUIET = { frame: { step: null }, previous: null, changed: new Set(), faults: { damaged: new Set(), warned: new Set() } };

/** The names of what bears a mark in this frame: "A.pmd[0]" is a part of A, too. */
function marked({ changed, faults }) {
  return new Set([...[...changed].flatMap((name) => [name, name.replace(/[.[].*/, "")]), ...faults.damaged, ...faults.warned]);
}

function Objects({ scene, quiet }) {
  const { memory } = scene.frame;
  const { places, isShown } = scene;
  const slots = memory.mms.flatMap((mm) => mm.slots.map((slot) => ({ slot, mm })));
  const known = (kind) => (object) => places[kind][object.name] && isShown(object.name);
  const groups = Object.keys(places.groups ?? {}).filter((name) => isShown(name));
  const loud = marked(scene);
  const of = ({ name }) => (loud.has(name) ? scene : quiet);
  const stripes = ({ name }) => JSON.stringify(scene.stripes[name] ?? []);
  return html`<g class="objects">
    ${memory.mms.filter(known("mms")).map((mm) => html`<${Process} key=${mm.name} mm=${mm} scene=${of(mm)} />`)}
    ${slots.filter(({ slot }) => known("slots")(slot)).map(({ slot, mm }) => html`<${Slot} key=${slot.name} slot=${slot} mm=${mm} scene=${of(slot)} />`)}
    ${memory.cpus.filter(known("cpus")).map((cpu) => html`<${Cpu} key=${cpu.name} cpu=${cpu} scene=${of(cpu)} />`)}
    ${memory.tables.filter(known("tables")).map((table) => html`<${Table} key=${table.name} table=${table} scene=${of(table)} stripes=${stripes(table)} />`)}
    ${pagesOf(memory).filter(known("pages")).map((page) => html`<${Page} key=${page.name} page=${page} scene=${of(page)} />`)}
    ${groups.map((name) => html`<${Fold} key=${name} name=${name} scene=${scene} />`)}
    ${locksOf(memory).filter(known("locks")).map((lock) => html`<${GlobalLock} key=${lock.name} lock=${lock} scene=${scene} />`)}
  </g>`;
}

function GlobalLock({ lock, scene }) {
  const place = scene.places.locks[lock.name];
  const oneLine = scene.places.orientation === "tall";
  return html`<g class="thing lock" data-name=${lock.name}>
    ${scene.changed.has(lock.name) && html`<${Wash} place=${place} out=${3} />`}
    <${LockLine}
      info=${scene.info}
      lock=${lock}
      place=${place}
      oneLine=${oneLine}
    />
  </g>`;
}

/** What lies over everything: brackets round what changed, octagons where something broke. */
function Overlay({ scene, edges, lit }) {
  const { places, faults } = scene;
  const regions = [...scene.changed].filter(scene.isShown).map((name) => regionOf(places, name)).filter(Boolean);
  const broken = edges.filter((edge) => faults.edges.has(edge.key));
  const marks = [...faults.marks]
    .filter(([name]) => scene.isShown(name))
    .map(([name, severity]) => ({ name, severity, place: regionOf(places, name) }))
    .filter((one) => one.place);
  const severityOf = (edge) => faults.edges.get(edge.key);
  const pointed = lit.map((name) => regionOf(places, drawnAs(name, scene.frame.memory))).filter(Boolean);
  return html`<g class="overlay">
    ${pointed.map((place, index) => html`<${Lit} key=${`lit ${index}`} place=${place} />`)}
    ${regions.map((place, index) => html`<${Reticle} key=${`reticle ${index}`} place=${place} />`)}
    ${broken.map((edge) => html`<${EdgeFault} key=${`edge ${edge.key}`} edge=${edge} orientation=${places.orientation} severity=${severityOf(edge)} />`)}
    ${marks.map(({ name, severity, place }) => html`<${Octagon} key=${name} at=${place} size=${12} hollow=${severity !== "damage"} />`)}
  </g>`;
}

/** A table's lock that its protocol never takes has no padlock to point at: then the table is meant. */
function drawnAs(name, { tables }) {
  return tables.some((table) => table.lock === null && name === `${table.name}.lock`) ? name.slice(0, name.lastIndexOf(".")) : name;
}

/** Grey first, colours over it, the broken ones last. */
function ordered(edges) {
  const rank = { former: 0, stale: 1, ref: 2, queued: 3 };
  return [...edges].sort(
    (one, other) => rank[one.kind] - rank[other.kind] || Number(one.mm !== null) - Number(other.mm !== null),
  );
}
