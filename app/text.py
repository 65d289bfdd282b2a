"""A run as text for a terminal: a header, a line a step, what it broke, and who can go on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.run.frames import Frame, RunInfo, ThreadInfo, ViolationInfo

SEVERITY_MARKS = {"damage": "!!", "warning": " !"}


def run_header(info: RunInfo) -> Iterator[str]:
    """What is run: protocol, scenario, what each thread will do, toggles that are not at their default."""
    yield f"{info.protocol}: {info.protocol_title} ({info.protocol_date})"
    yield f"{info.scenario}: {info.scenario_title}"
    for story in info.stories:
        told = f" ({story.text})" if story.text else ""
        yield f"  {story.thread} on {story.cpu}, mm {story.mm}: {'; '.join(story.lines)}{told}"
    for toggle in info.toggles:
        if toggle.value != toggle.default:
            yield f"  {toggle.name}={toggle.value}: {toggle.label}, {toggle.values[toggle.value]}"
    yield ""


def frame_lines(frame: Frame) -> Iterator[str]:
    """The step that led to a state, and the properties that it broke."""
    if frame.step is not None:
        step = frame.step
        place = f"  [{step.span.file}:{step.span.line}]" if step.span else ""
        yield f"{frame.at:4}  {step.choice:<3} {step.sentence.text}{place}"
    for violation in frame.violations:
        if violation.new:
            yield f"          {_violation(violation)}"


def run_footer(frame: Frame) -> Iterator[str]:
    """Where the run stands after its last frame: what is broken, and who can go on."""
    yield ""
    yield f"schedule {frame.schedule}"
    for violation in frame.violations:
        yield f"broken since step {violation.since}: {violation.title} ({violation.severity})"
    if frame.ended is not None:
        yield f"the run is over: {frame.ended.text}"
        return
    for choice in frame.choices:
        yield f"can go on: {choice.choice:<3} {choice.text.text}"
    for thread in frame.threads:
        if thread.status == "blocked":
            yield f"cannot:    {thread.name:<3} {_reason(thread)}"


def _violation(violation: ViolationInfo) -> str:
    return f"{SEVERITY_MARKS.get(violation.severity, ' ?')} {violation.title}: {violation.text}"


def _reason(thread: ThreadInfo) -> str:
    return thread.reason.text if thread.reason else "it is blocked"
