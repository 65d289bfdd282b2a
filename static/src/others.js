/** Further runs that break a property, each unlike those before it: asked for one by one, held with the check. */

/**
 * @typedef {object} Others of one property
 * @property {number|null} id of the request that has no answer yet
 * @property {ReadonlyArray<object>} found findings, in the order in which they came
 * @property {boolean} end there is no other
 * @property {string|null} failed why none came
 */

const NONE = { id: null, found: [], end: false, failed: null };

/** @param {Record<string, Others>} others @param {string} invariant @returns {Others} */
export const othersOf = (others, invariant) => others[invariant] ?? NONE;

/** @param {Record<string, Others>} others @returns {boolean} is an answer still to come? */
export const isAsking = (others) => Object.values(others).some(({ id }) => id !== null);

/** @returns {string|undefined} the property about which the request `id` was */
export const askedBy = (others, id) => (id === null ? undefined : Object.keys(others).find((each) => others[each].id === id));

/** @returns {Record<string, Others>} */
export const asked = (others, invariant, id) => ({ ...others, [invariant]: { ...othersOf(others, invariant), id, failed: null } });

/** @param {Record<string, Others>} others @param {string} invariant @param {object} message "another" or "error", or what is on the way to it */
export function heard(others, invariant, message) {
  const known = othersOf(others, invariant);
  const put = (change) => ({ ...others, [invariant]: { ...known, id: null, ...change } });
  if (message.type === "error") return put({ failed: message.message });
  if (message.type !== "another") return others;
  return put(message.finding === null ? { end: true } : { found: [...known.found, message.finding] });
}

/** @param {Record<string, Others>} others @returns {Record<string, Others>} without the connection that would bring an answer */
export const lost = (others) => Object.fromEntries(Object.entries(others).map(([invariant, each]) => [invariant, { ...each, id: null }]));

/**
 * The schedules of a finding, of its other ways and of those that were asked for.
 * @param {object} finding @param {Others} others @returns {string[]}
 */
export const knownRuns = (finding, { found }) => [finding, ...finding.also, ...found].map(({ schedule }) => schedule);
