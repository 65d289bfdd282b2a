/** What this frame's violations mean for the picture: which objects are red, where the octagons stand. */
import { mmOf } from "../layout/sources.js";

/**
 * @returns {{ damaged: Set<string>, warned: Set<string>, edges: Map<string, string>, marks: Map<string, string> }}
 *   names in a violation of this state; keys of the edges, and names of the objects, that bear a new
 *   violation's octagon, with its severity
 */
export function faultsOf(info, frame, edges) {
  const names = (severity) =>
    frame.violations.filter((one) => one.severity === severity).flatMap((one) => one.objects.map(baseOf));
  const faults = {
    damaged: new Set(names("damage")),
    warned: new Set(names("warning")),
    edges: new Map(),
    marks: new Map(),
  };
  const mm = frame.step ? mmOf(info, frame.step.thread) : null;
  const cpu = info.stories.find((story) => story.thread === frame.step?.thread)?.cpu;
  for (const violation of frame.violations.filter((one) => one.new)) {
    for (const object of violation.objects.map(baseOf)) {
      const edge = culprit(object, violation, edges, mm, cpu);
      const marks = edge ? faults.edges : faults.marks;
      const key = edge ? edge.key : object;
      if (marks.get(key) !== "damage") marks.set(key, violation.severity);
    }
  }
  for (const { by } of edges.filter((edge) => faults.edges.has(edge.key))) faults.marks.delete(by);
  return faults;
}

/** "T0.count" is about T0. Slots and entries stand for themselves. */
function baseOf(name) {
  return /^(T|D)\d+\./.test(name) ? name.slice(0, name.indexOf(".")) : name;
}

/** The edge by which the object was reached: named by the violation, else of the mm that took the step, else its CPU's stale one. */
function culprit(object, violation, edges, mm, cpu) {
  const incoming = edges.filter((edge) => edge.to === object && edge.kind !== "former");
  return (
    incoming.find((edge) => violation.objects.includes(edge.by)) ??
    incoming.find((edge) => edge.mm !== null && edge.mm === mm) ??
    incoming.find((edge) => edge.kind === "stale" && edge.by === cpu)
  );
}
