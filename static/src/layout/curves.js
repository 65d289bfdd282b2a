/** Edges are one cubic with level ends; the arrow head stands before the port it names. */

/** @returns {string} path data from `from` to `to`, short of the head by `gap` */
export function curve(orientation, from, to, gap = 0) {
  if (orientation === "tall") {
    const end = to.y - gap;
    const bend = Math.max(24, (end - from.y) * 0.5);
    if (from.exit) return aside(from, to, end);
    return `M${r(from.x)} ${r(from.y)}C${r(from.x)} ${r(from.y + bend)} ${r(to.x)} ${r(end - bend)} ${r(to.x)} ${r(end)}`;
  }
  const end = to.x - gap;
  const bend = Math.max(24, (end - from.x) * 0.5);
  return `M${r(from.x)} ${r(from.y)}C${r(from.x + bend)} ${r(from.y)} ${r(end - bend)} ${r(to.y)} ${r(end)} ${r(to.y)}`;
}

/** Out at the side, down between the columns to `exit`, and on from there. */
function aside({ x, y, exit }, to, end) {
  const lane = r(x + 9);
  const bend = Math.max(20, (end - exit) * 0.5);
  const turn = `M${r(x)} ${r(y)}C${lane} ${r(y)} ${lane} ${r(y)} ${lane} ${r(y + 9)}L${lane} ${r(Math.max(exit, y + 9))}`;
  return `${turn}C${lane} ${r(exit + bend)} ${r(to.x)} ${r(end - bend)} ${r(to.x)} ${r(end)}`;
}

/** @returns {string} path data of the head whose point is at `to` */
export function arrow(orientation, to, length, half) {
  if (orientation === "tall") {
    return `M${r(to.x)} ${r(to.y)}L${r(to.x - half)} ${r(to.y - length)}L${r(to.x + half)} ${r(to.y - length)}Z`;
  }
  return `M${r(to.x)} ${r(to.y)}L${r(to.x - length)} ${r(to.y - half)}L${r(to.x - length)} ${r(to.y + half)}Z`;
}

/** Rounded to a tenth: snapshots stay readable and equal on every machine. */
export function r(value) {
  return Math.round(value * 10) / 10;
}
