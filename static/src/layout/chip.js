/** The lines of a CPU's chip: which TLB entries are shown, where, and where their arrows leave. */

/** @returns {{ lines: {entry: object, x: number, y: number, w: number, port: object}[], more: number }} */
export function chipLines(cpu, { cpus, sizes, exit }) {
  const place = cpus[cpu.name];
  const { head, line, lines, columns } = sizes.cpu;
  const room = lines * columns;
  const fits = cpu.tlb.length <= room;
  const order = fits
    ? cpu.tlb
    : [...cpu.tlb.filter((one) => one.stale), ...cpu.tlb.filter((one) => !one.stale)];
  const shown = fits ? order : order.slice(0, room - 1);
  const wide = (place.w - 10) / (order.length > lines ? columns : 1);
  return {
    lines: shown.map((entry, index) => {
      const y = place.y + head + (index % lines) * line;
      const x = place.x + 8 + Math.floor(index / lines) * wide;
      return { entry, x, y, w: wide, port: leave(place, y + line / 2, exit) };
    }),
    more: cpu.tlb.length - shown.length,
  };
}

/** The row at the foot of a chip where queued things wait for the flush. */
export function gatherRow(name, { cpus, sizes, exit }) {
  const place = cpus[name];
  const h = sizes.cpu.gather;
  const y = place.y + place.h - h;
  return { x: place.x, y, w: place.w, h, port: leave(place, y + h / 2, exit) };
}

function leave(place, y, exit) {
  return { x: place.x + place.w, y, exit };
}
