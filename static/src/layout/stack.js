/**
 * Places along one axis: first-come objects side by side, later ones beside them, nobody ever moves.
 * A spot is { name, key, from, to }: `key` is where its sources stand, which is where it would like to be.
 */

const INVERSION = 60;

/**
 * Where the spots of `wants` go when they all come at once: in order of key, touching, on whole rows, so that
 * room is left for whole things on both sides: `rows` is "near" their mean or in the "middle" of the room.
 */
export function stackTogether(wants, length, [low, high], rows) {
  const order = [...wants].sort((one, other) => one.key - other.key);
  const total = length * order.length;
  const mean = order.reduce((sum, want) => sum + want.key, 0) / (order.length || 1);
  const spare = Math.floor((high - low) / length) - order.length;
  const row = rows === "middle" ? spare / 2 : Math.min(spare, Math.round((mean - total / 2 - low) / length));
  const start = low + Math.max(0, Math.floor(row)) * length;
  return order.map((want, index) => spot(want, start + index * length, length));
}

/**
 * Where one more goes: the free place nearest to its key, at a price for every spot it would pass.
 * Beyond `high` is allowed (the picture grows downwards), before `low` is not.
 */
export function stackOne(taken, want, length, [low, high]) {
  const wish = Math.max(low, Math.min(high - length, want.key - length / 2));
  const starts = [
    wish,
    low,
    ...taken.flatMap((other) => [other.from - length, other.to]),
    Math.max(low, high),
  ];
  const free = starts.filter(
    (start) => start >= low && !taken.some((other) => overlaps(other, start, length)),
  );
  const cost = (start) =>
    Math.abs(start - wish) + inversions(taken, want, start) * INVERSION + beyond(start, length, high);
  return spot(
    want,
    free.reduce((best, start) => (cost(start) < cost(best) ? start : best), free.at(-1)),
    length,
  );
}

function spot(want, from, length) {
  return { ...want, from, to: from + length };
}

function overlaps(other, start, length) {
  return start < other.to - 0.01 && start + length > other.from + 0.01;
}

function inversions(taken, want, start) {
  const passes = (other) => other.key !== undefined && (want.key - other.key) * (start - other.from) < 0;
  return taken.filter(passes).length;
}

function beyond(start, length, high) {
  return start + length > high + 0.01 ? 1000 : 0;
}
