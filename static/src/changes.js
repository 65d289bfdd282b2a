/**
 * Frames as they come over the wire, made whole again: the rest of the page sees nothing but whole frames. They share
 * what no step changed, so that a long run takes little memory, and "is it the same?" is `===`.
 *
 * `app/wire/changes.py` parts what this joins; docs/wire-format.md says what a change is.
 */

/**
 * @param {any} before
 * @param {object|Array} change
 * @returns {any} what `before` has become; it is not changed itself
 */
export function joined(before, change) {
  if (Array.isArray(change)) return change.length === 1 ? change[0] : before.slice(0, change[0]).concat(change[1]);
  const after = Array.isArray(before) ? before.slice() : { ...before };
  for (const name of Object.keys(change)) after[name] = joined(before[name], change[name]);
  return after;
}

/**
 * What makes the messages of one connection whole. A change is against the frame before it in the same answer; the
 * answer to another question may stand between them.
 * @returns {(message: object) => object}
 */
export function createJoin() {
  const frames = new Map(); // by answer: its last frame
  return (message) => {
    if (message.type === "run") frames.clear(); // it ends the frames of the run before
    const told = message.type === "change" ? changed(message) : message;
    if (told.type === "frame" && !told.last) frames.set(told.re, told.frame);
    else frames.delete(told.re);
    return told;
  };

  function changed({ change, ...rest }) {
    const before = frames.get(rest.re);
    if (before === undefined) throw new Error(`a change in the answer to ${rest.re} follows no frame of it`);
    return { ...rest, type: "frame", frame: joined(before, change) };
  }
}
