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
 * What makes the messages of one connection whole. A change is against the frame before it in the same answer.
 * @returns {(message: object) => object}
 */
export function createJoin() {
  let [answer, frame] = [null, null];
  return (message) => {
    if (message.type === "frame") [answer, frame] = [message.re, message.frame];
    if (message.type !== "change") return message;
    if (message.re !== answer) throw new Error(`a change in the answer to ${message.re} follows a frame of ${answer}`);
    const { change, ...rest } = message;
    frame = joined(frame, change);
    return { ...rest, type: "frame", frame };
  };
}
