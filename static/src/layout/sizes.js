/** How large things are drawn. It follows from the shape of the run alone, so it never changes while a run is open. */

const PAPER = 8;

/**
 * Sizes for the picture from left to right, in units that are pixels at 1440 × 900 for small runs. From three
 * processes or CPUs on it is `low`: a CPU stands beside its process's slots, not below them.
 */
export function wideSizes(info, mms) {
  const cells = info.slots * info.entries;
  const slim = info.slots > 2;
  const pair = info.entries > 4;
  const low = mms > 2 || new Set(info.stories.map((story) => story.cpu)).size > 2;
  return {
    low,
    margin: PAPER,
    top: 30,
    mm: low ? { w: 146, h: 78 } : { w: 172, h: 84 },
    slot: { w: slim ? 148 : low ? 118 : 122, h: slim ? 21 : 38, address: slim ? "beside" : "below" },
    cpu: {
      w: slim || low ? 148 : 122,
      head: 20,
      line: slim || low ? 16 : 17,
      lines: slim || low ? 2 : 3,
      columns: slim || low ? 2 : 1,
      gather: 22,
    },
    gap: low ? { cpu: 6, band: 6, edges: 58, pages: 44 } : { cpu: 8, band: 10, edges: 88, pages: 58 },
    table: {
      w: pair ? 244 : low ? 202 : 196,
      tab: 14,
      head: 44,
      row: pair ? 22 : info.entries > 2 ? 24 : 27,
      columns: pair ? 2 : 1,
      badge: { w: 92, h: 36 },
      gap: 8,
    },
    page: cells > 6 ? { w: 128, h: 18, gap: 2, chip: true } : { w: 98, h: 52, gap: 20, chip: false },
    height: low ? 348 : 428,
    lock: 36,
  };
}

/** Sizes for the picture from top to bottom, 358 units wide: a phone. `open` processes of `mms`; `shut`: room of a folded one. */
export function tallSizes(info, mms, open = mms, shut = 0) {
  const many = info.slots * info.entries > 6;
  const folded = (mms - open) * shut;
  const column = Math.max((358 - folded) / Math.max(open, 1), 119);
  const upright = info.slots > 2;
  return {
    many,
    width: column * Math.max(open, folded ? 0 : 1) + folded,
    column,
    mm: { h: 84 },
    cpu: { head: 20, line: 17, lines: 2, columns: 1, gather: 22 },
    slot: { h: upright ? 24 : 42, upright },
    lane: 16,
    table: { w: 113, tab: 14, head: 50, row: 24, columns: 1, badge: { w: 54, h: 32 }, gap: 6 },
    page: many
      ? { w: 87, h: 18, gap: 8, below: 12, chip: true }
      : { w: 80, h: 52, gap: 8, below: 22, chip: false },
    gap: { cpu: 8, edges: 64, pages: 48 },
    lock: 28,
  };
}

/** Height of a table's box without its tab. */
export function tableHeight(table, entries) {
  return table.head + table.row * Math.ceil(entries / table.columns);
}

/** Height of a CPU's chip, the gather line included. */
export function cpuHeight(cpu) {
  return cpu.head + cpu.line * cpu.lines + cpu.gather;
}
