/** Two runs beside each other, as the server compared them: what the page draws from that. Pure functions. */


/** What can differ, by the server's groups, in the order in which they are drawn. */
export const GROUPS = ["broken", "memory", "locks", "step"];

/**
 * A side's frames, one a row, so that the timeline draws both sides to one ruler. Where a side did not move its
 * last frame stays, and no thread has stepped.
 * @param {ReadonlyArray<object>} frames of one side
 * @param {ReadonlyArray<{at: number}>} turns of that side, by row
 */
export function aligned(frames, turns) {
  return turns.map(({ at }, row) => {
    const frame = frames[at];
    const moved = row > 0 && at > turns[row - 1].at;
    if (moved) return { ...frame, at: row };
    const step = row === 0 ? null : { ...(frame.step ?? {}), thread: null, changed: [] };
    return { ...frame, at: row, step, violations: frame.violations.map((each) => ({ ...each, new: false })) };
  });
}

/** @param {ReadonlyArray<object>} differs of a row @param {string} group */
export const has = (differs, group) => differs.some((each) => each.group === group);

/** The objects that a picture points out. @param {ReadonlyArray<object>} differs @returns {string[]} */
export const pointed = (differs) =>
  differs.filter(({ group }) => group === "memory" || group === "locks").map(({ name }) => name.replace(/\.tlb .*/, ".tlb"));

/**
 * The link of one side alone, as far as it got at a row.
 * @param {URLSearchParams} query of the comparison
 * @param {"left"|"right"} side
 * @param {string} schedule
 */
export function runLink(query, side, schedule) {
  const run = new URLSearchParams({ p: (side === "right" && query.get("q")) || query.get("p"), s: query.get("s") });
  for (const [name, value] of toggles(query, side)) run.set(name, value);
  run.set("t", schedule);
  return `/run?${run}`;
}

/** The toggles that the address names for a side, without `q.`. */
export function toggles(query, side) {
  const prefix = side === "right" ? "q." : "";
  return [...query].filter(([name]) => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length))).map(([name, value]) => [name.slice(prefix.length), value]);
}

/**
 * The address of the same comparison with another protocol or toggle on one side. The toggles of a protocol go
 * with it.
 * @param {URLSearchParams} query
 * @param {"left"|"right"} side
 * @param {{protocol?: string, toggle?: [string, string]}} change
 */
export function changed(query, side, { protocol, toggle }) {
  const next = new URLSearchParams(query);
  const prefix = side === "right" ? "q." : "";
  if (protocol !== undefined) {
    for (const [name] of toggles(query, side)) next.delete(prefix + name);
    if (side === "left" && !next.get("q")) next.set("q", query.get("p"));
    next.set(side === "right" ? "q" : "p", protocol);
  }
  if (toggle !== undefined) next.set(prefix + toggle[0], toggle[1]);
  return `?${next}`;
}

/**
 * The comparison that a run page leads to.
 * @param {string} search of the run: "?p=…"
 * @param {{protocol?: string, schedule?: string, config?: Record<string, number>}} right what is other on the right
 */
export function versusLink(search, { protocol, schedule, config = {} }) {
  const query = new URLSearchParams(search);
  if (protocol !== undefined) query.set("q", protocol);
  else for (const [name, value] of toggles(query, "left")) query.set(`q.${name}`, value);
  for (const [name, value] of Object.entries(config)) query.set(`q.${name.replace("CONFIG_", "")}`, String(value));
  if (schedule !== undefined) query.set("u", schedule);
  query.delete("play");
  return `/compare?${query}`;
}
