/** From one rectangle of the picture to the next by an arrow key: the nearest one on that side. */

const SIDES = {
  ArrowRight: { ahead: "x", length: "w", across: "y", breadth: "h", sign: 1 },
  ArrowLeft: { ahead: "x", length: "w", across: "y", breadth: "h", sign: -1 },
  ArrowDown: { ahead: "y", length: "h", across: "x", breadth: "w", sign: 1 },
  ArrowUp: { ahead: "y", length: "h", across: "x", breadth: "w", sign: -1 },
};

/** How much worse it is to lie aside than to lie far. */
const ASIDE = 2.5;

/**
 * @param {{name: string, place: {x: number, y: number, w: number, h: number}}[]} spots
 * @param {string} from a name
 * @param {string} key "ArrowRight", …, "Home", "End"
 * @returns {string | null} the name to go to; null where there is none, or the key is not one of these
 */
export function walk(spots, from, key) {
  if (key === "Home") return spots[0]?.name ?? null;
  if (key === "End") return spots.at(-1)?.name ?? null;
  const side = SIDES[key];
  const start = spots.find((spot) => spot.name === from);
  if (!side || !start) return null;
  const near = spots.filter((spot) => spot !== start && ahead(start.place, spot.place, side) > 0.5);
  const cost = (spot) => ahead(start.place, spot.place, side) + ASIDE * aside(start.place, spot.place, side);
  return near.reduce((best, spot) => (best === null || cost(spot) < cost(best) ? spot : best), null)?.name ?? null;
}

const middle = (place, axis, length) => place[axis] + place[length] / 2;

function ahead(from, to, { ahead: axis, length, sign }) {
  return sign * (middle(to, axis, length) - middle(from, axis, length));
}

/** The gap across; half of the distance of the middles where they overlap a little. */
function aside(from, to, { across, breadth }) {
  const gap = Math.max(from[across] - (to[across] + to[breadth]), to[across] - (from[across] + from[breadth]), 0);
  return gap + Math.abs(middle(to, across, breadth) - middle(from, across, breadth)) / 8;
}
