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

const TOOTH = { length: 9, height: 5 };

/** The same way as `curve`, but as a zigzag: an arrow that holds no more. */
export function zigzag(orientation, from, to, gap = 0) {
  const { lane, points } = cubicOf(orientation, from, to, gap);
  const way = [from, ...(lane ? teeth(lane) : []), ...teeth(points)];
  return way.map(({ x, y }, index) => `${index ? "L" : "M"}${r(x)} ${r(y)}`).join("");
}

/** Where a word about the way stands: in its middle, or where it leaves the lane between the columns. */
export function middleOfWay(orientation, from, to) {
  const { lane, points } = cubicOf(orientation, from, to, 0);
  return lane ? { x: points[0].x, y: points[0].y + 8 } : at(points, 0.5);
}

function teeth(points) {
  const [one, , , last] = points;
  const count = Math.max(4, 2 * Math.round(Math.hypot(last.x - one.x, last.y - one.y) / TOOTH.length / 2));
  return [one, ...Array.from({ length: count - 1 }, (_, index) => toothAt(points, (index + 1) / count, index % 2 ? 1 : -1)), last];
}

function cubicOf(orientation, from, to, gap) {
  if (orientation !== "tall") {
    const end = to.x - gap;
    const bend = Math.max(24, (end - from.x) * 0.5);
    return { lane: null, points: [from, { x: from.x + bend, y: from.y }, { x: end - bend, y: to.y }, { x: end, y: to.y }] };
  }
  const end = to.y - gap;
  const start = from.exit ? { x: from.x + 9, y: Math.max(from.exit, from.y + 9) } : from;
  const bend = Math.max(20, (end - start.y) * 0.5);
  const lane = from.exit ? [from.y + 9, from.y + 9, start.y, start.y].map((y) => ({ x: start.x, y })) : null;
  return { lane, points: [start, { x: start.x, y: start.y + bend }, { x: to.x, y: end - bend }, { x: to.x, y: end }] };
}

function at([a, b, c, d], t) {
  const blend = (axis) => (1 - t) ** 3 * a[axis] + 3 * (1 - t) ** 2 * t * b[axis] + 3 * (1 - t) * t * t * c[axis] + t ** 3 * d[axis];
  return { x: blend("x"), y: blend("y") };
}

/** A point beside the way, left or right of it. */
function toothAt(points, t, side) {
  const [here, ahead] = [at(points, t), at(points, t + 0.01)];
  const length = Math.hypot(ahead.x - here.x, ahead.y - here.y) || 1;
  const by = (side * TOOTH.height) / length;
  return { x: here.x - (ahead.y - here.y) * by, y: here.y + (ahead.x - here.x) * by };
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
