"""The state graph for Graphviz."""

from __future__ import annotations

from engine.export.graph import Node, explore, names
from engine.run.model import Model

STATES_LIMIT = 2_000
"""States that are drawn: Graphviz does not lay out more in reasonable time."""


def dot(model: Model, limit: int = STATES_LIMIT) -> str:
    """The graph with a node a state and an edge a step, named by thread and C text."""
    graph = explore(model, limit)
    texts = names(model)
    threads = model.shape.threads
    lines = [f'digraph "{model.scenario.id} under {model.protocol.name}" {{']
    if not graph.complete:
        lines.append(f"  // the first {len(graph.nodes)} states only, breadth first")
    lines.append("  rankdir=TB; node [shape=box, fontsize=9]; edge [fontsize=8];")

    def label(node: Node) -> str:
        places = (
            f"{name}: {text.function(pc)}" for name, text, pc in zip(threads, texts, node.places, strict=True)
        )
        return "\\n".join((f"{node.number}", *places, *(["stopped"] if node.halted else [])))

    for node in graph.nodes:
        lines.append(f'  s{node.number} [label="{label(node)}"{", peripheries=2" if node.halted else ""}];')
    for edge in graph.edges:
        who = threads[edge.thread] + "!" * edge.fails
        text = texts[edge.thread].place(edge.place).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'  s{edge.before} -> s{edge.after} [label="{who} {text}"];')
    lines.append("}")
    return "\n".join(lines) + "\n"
