/**
 * The edges of one frame. Ports on a target follow the order of their sources, so that edges do not cross.
 * An edge is { key, kind, by, mm, to, from, at, counted }: `kind` is "ref", "queued", "former" or "stale";
 * `thin` between two folded groups.
 */
import { chipLines, gatherRow } from "./chip.js";
import { groupOf } from "./folds.js";
import { pagesOf } from "./sources.js";

/** @returns {{ edges: object[], stripes: Object<string, object[]> }} stripes: who points at each page table */
export function edgesOf(frame, places) {
  const stale = staleOf(frame, places);
  const stripes = {};
  const edges = [];
  for (const table of frame.memory.tables) {
    const place = places.tables[table.name];
    if (!place) continue;
    const pointing = [...holdersOf(table, frame, places), ...stale.filter((one) => one.to === table.name)];
    const shared = along(pointing, places).map((one, index, all) => ({
      ...one,
      ...share(place, index, all.length, places),
    }));
    stripes[table.name] = shared.filter((one) => one.kind !== "stale");
    edges.push(...shared.filter((one) => !one.gone));
  }
  for (const page of pagesOf(frame.memory)) {
    const place = places.pages[page.name];
    if (!place) continue;
    const pointing = [...holdersOf(page, frame, places), ...stale.filter((one) => one.to === page.name)];
    const drawn = along(pointing, places).filter((one) => !one.gone);
    edges.push(...drawn.map((one, index) => ({ ...one, at: pagePort(place, index, drawn.length, places) })));
  }
  for (const [key, place] of Object.entries(places.groups ?? {})) {
    if (!place.open) edges.push(...intoGroup(key, place, frame, places, stale));
  }
  return { edges, stripes };
}

/** What points at something in a folded group, from outside: one edge a source. */
function intoGroup(key, place, frame, places, stale) {
  const objects = [...frame.memory.tables, ...pagesOf(frame.memory)].filter((object) => places.hidden[object.name] === key);
  const names = new Set(objects.map((object) => object.name));
  const all = [...objects.flatMap((object) => holdersOf(object, frame, places)), ...stale.filter((one) => names.has(one.to))];
  const outside = all.filter((one) => !one.gone && one.kind !== "former" && groupOf(places.hidden, one.by) !== key);
  const thin = (one) => groupOf(places.hidden, one.by) !== undefined;
  const ends = outside.map((one) => ({ ...one, to: key, key: `${one.key.split(">")[0]}>${key}`, thin: thin(one) }));
  const drawn = along(merged(ends), places);
  return drawn.map((one, index) => ({ ...one, at: pagePort(place, index, drawn.length, places) }));
}

/** Edges with the same ends as one: counted if all are, gone if all are. */
function merged(edges) {
  const byKey = new Map();
  for (const edge of edges) {
    const other = byKey.get(edge.key);
    const both = other && { ...other, counted: other.counted && edge.counted, gone: other.gone && edge.gone };
    byKey.set(edge.key, both ?? edge);
  }
  return [...byKey.values()];
}

function holdersOf(object, frame, places) {
  const known = merged(object.holders.map((holder) => holderEdge(holder, object, frame, places)).filter(Boolean));
  const former = frame.memory.tables.flatMap((table) =>
    table.state === "freed" ? formerOf(table, object, places) : [],
  );
  const taken = new Set(known.filter((one) => !one.gone).map((one) => one.key));
  return [
    ...known.filter((one) => !one.gone || !taken.has(one.key)),
    ...former.filter((one) => !taken.has(one.key)),
  ];
}

function holderEdge(holder, object, frame, places) {
  const entry = entryPort(holder.by, places);
  if (entry && holder.gone) return null;
  const queue = holder.by.endsWith(" gather");
  if (queue && holder.gone) return null;
  const group = groupOf(places.hidden, holder.by);
  if (group && holder.gone) return null;
  const own = () => entry ?? (queue ? queuePort(holder.by, places) : slotPort(holder.by, places));
  const from = group ? groupPort(places.groups[group], places) : own();
  if (!from) return null;
  const kind = queue ? "queued" : "ref";
  const plain = queue ? `${holder.by}:${object.name}` : holder.by;
  const key = group ? `${group}>${object.name}${queue ? " queued" : ""}` : plain;
  return {
    key,
    kind,
    by: holder.by,
    mm: holder.mm,
    to: object.name,
    from,
    counted: holder.counted,
    gone: holder.gone,
  };
}

/** What the entries of a freed table pointed at. */
function formerOf(table, object, places) {
  return table.entries
    .filter((entry) => entry.page === null && entry.was === object.name)
    .map((entry) => ({
      key: entry.name,
      kind: "former",
      by: entry.name,
      mm: null,
      to: object.name,
      counted: false,
      gone: false,
    }))
    .map((edge) => ({ ...edge, from: entryPort(edge.by, places) }))
    .filter((edge) => edge.from !== null);
}

function staleOf(frame, places) {
  const edge = (cpu, { entry, port }) => ({
    key: `${cpu.name}:${entry.kind}${entry.of}`,
    kind: "stale",
    by: cpu.name,
    mm: null,
    to: entry.names,
    from: port,
    counted: false,
    gone: false,
  });
  return frame.memory.cpus.flatMap((cpu) => {
    const group = places.groups?.[places.hidden?.[cpu.name]];
    if (group) return cpu.tlb.filter((entry) => entry.stale).map((entry) => edge(cpu, { entry, port: groupPort(group, places) }));
    if (!places.cpus[cpu.name]) return [];
    const { lines } = chipLines(cpu, places);
    return lines.filter(({ entry }) => entry.stale).map((line) => edge(cpu, line));
  });
}

function along(edges, places) {
  const axis = places.orientation === "tall" ? "x" : "y";
  return [...edges].sort((one, other) => one.from[axis] - other.from[axis]);
}

/** A holder's equal share of a table's spine, and the port in its middle. */
function share(place, index, count, places) {
  const { x, y, w, h } = place.spine;
  if (places.orientation === "tall") {
    const part = w / count;
    return { stripe: { x: x + index * part, y, w: part, h }, at: { x: x + (index + 0.5) * part, y } };
  }
  const part = h / count;
  return { stripe: { x, y: y + index * part, w, h: part }, at: { x, y: y + (index + 0.5) * part } };
}

function pagePort(place, index, count, places) {
  const tall = places.orientation === "tall";
  const room = tall ? place.w : place.h;
  const step = Math.min(12, (room - 6) / Math.max(count, 1));
  const offset = room / 2 + (index - (count - 1) / 2) * step;
  return tall ? { x: place.x + offset, y: place.y } : { x: place.x, y: place.y + offset };
}

function groupPort(place, places) {
  if (places.orientation === "wide") return { x: place.x + place.w, y: place.y + place.h / 2 };
  return { x: place.x + place.w / 2, y: place.y + place.h };
}

function slotPort(name, places) {
  const place = places.slots[name];
  if (!place) return null;
  if (places.orientation === "wide") return { x: place.x + place.w, y: place.y + place.h / 2 };
  const upright = places.sizes.slot.upright;
  return upright
    ? { x: place.x + place.w, y: place.y + place.h / 2, exit: places.exit }
    : { x: place.x + place.w / 2, y: place.y + place.h };
}

function queuePort(by, places) {
  const name = by.replace(/ gather$/, "");
  return places.cpus[name] ? gatherRow(name, places).port : null;
}

function entryPort(name, places) {
  const [table, index] = name.split(/[[\]]/);
  return places.tables[table]?.entries[Number(index)]?.port ?? null;
}
