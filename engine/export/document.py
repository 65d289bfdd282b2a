"""The state graph as JSON: states, transitions, and what a search discovers in it."""

from __future__ import annotations

import json

from engine.check.search import Search
from engine.export.graph import explore, names
from engine.machine.layout import Field
from engine.machine.violations import PROPERTIES
from engine.run.model import Model

STATES_LIMIT = 20_000
"""States that are written: some 10 MB of text."""

VERSION = 1


def document(model: Model, limit: int = STATES_LIMIT) -> str:
    """The graph as one JSON object (`docs/export.md` describes it)."""
    graph = explore(model, limit)
    found = Search(model).run(limit)
    texts = names(model)
    threads = model.shape.threads
    fields = [field for field in model.layout.fields if field.width]
    places = {
        name: {str(pc): text.place(pc) for pc in sorted({node.places[thread] for node in graph.nodes})}
        for thread, (name, text) in enumerate(zip(threads, texts, strict=True))
    }
    whole = {
        "version": VERSION,
        "protocol": model.protocol.name,
        "scenario": model.scenario.id,
        "config": model.config,
        "complete": graph.complete,
        "threads": list(threads),
        "fields": [field.name for field in fields],
        "places": places,
        "states": [
            {
                "depth": node.depth,
                "places": list(node.places),
                "fields": [_value(node.state, field) for field in fields],
            }
            for node in graph.nodes
        ],
        "transitions": [
            {
                "from": edge.before,
                "to": edge.after,
                "thread": threads[edge.thread],
                "fails": edge.fails,
                "text": texts[edge.thread].place(edge.place),
            }
            for edge in graph.edges
        ],
        "discoveries": [
            {
                "property": kind[0],
                "message": kind[1],
                "severity": PROPERTIES[kind[0]].severity,
                "objects": list(discovery.violation.objects),
                "steps": discovery.steps,
            }
            for kind, discovery in found.discoveries.items()
        ],
    }
    return json.dumps(whole, separators=(",", ":")) + "\n"


def _value(state: int, field: Field) -> int:
    return (state & field.mask) >> field.shift
