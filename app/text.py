"""A run as text for a terminal: a header, a line a step, what it broke, and who can go on."""

from __future__ import annotations

from collections.abc import Iterator

from app.retold import sentence, titled, toggle
from engine.run.frames import Frame, ThreadInfo, ViolationInfo
from engine.run.run_info import RunInfo, StoryInfo
from engine.words.catalogue import Words
from engine.words.saying import translated

SEVERITY_MARKS = {"damage": "!!", "warning": " !"}


def run_header(info: RunInfo, words: Words) -> Iterator[str]:
    """What is run: protocol, scenario, what each thread will do, toggles that are not at their default."""
    yield titled(info.protocol, info.protocol_title, info.protocol_date, words)
    yield titled(info.scenario, info.scenario_title, "", words)
    for story in info.stories:
        yield f"  {_story(story, words)}"
    for known in info.toggles:
        if known.value != known.default:
            yield f"  {toggle(known, words)}"
    yield ""


def _story(story: StoryInfo, words: Words) -> str:
    lines = "; ".join(story.lines)
    told = ", ".join(translated(text, words) for text in story.told) or words.ours(story.text)
    if told:
        return words.say("cli.story-told", story.thread, story.cpu, story.mm, lines, told)
    return words.say("cli.story", story.thread, story.cpu, story.mm, lines)


def frame_lines(frame: Frame, words: Words) -> Iterator[str]:
    """The step that led to a state, and the properties that it broke."""
    if frame.step is not None:
        step = frame.step
        place = f"  [{step.span.file}:{step.span.line}]" if step.span else ""
        yield f"{frame.at:4}  {step.choice:<3} {translated(step.sentence, words)}{place}"
    for violation in frame.violations:
        if violation.new:
            yield f"          {_violation(violation, words)}"


def run_footer(frame: Frame, words: Words) -> Iterator[str]:
    """Where the run stands after its last frame: what is broken, and who can go on."""
    yield ""
    yield words.say("cli.schedule", frame.schedule)
    for violation in frame.violations:
        severity = words.say("cli.damage" if violation.severity == "damage" else "cli.warning")
        yield words.say("cli.broken-since", violation.since, words.ours(violation.title), severity)
    if frame.ended is not None:
        yield words.say("cli.run-over", translated(frame.ended, words))
        return
    can, cannot = words.say("cli.can-go-on"), words.say("cli.cannot")
    width = max(len(can), len(cannot))
    for choice in frame.choices:
        yield f"{can:<{width}} {choice.choice:<3} {translated(choice.text, words)}"
    for thread in frame.threads:
        if thread.status == "blocked":
            yield f"{cannot:<{width}} {thread.name:<3} {_reason(thread, words)}"


def _violation(violation: ViolationInfo, words: Words) -> str:
    told = words.say("cli.violation", words.ours(violation.title), sentence(violation, words))
    return f"{SEVERITY_MARKS.get(violation.severity, ' ?')} {told}"


def _reason(thread: ThreadInfo, words: Words) -> str:
    return translated(thread.reason, words) if thread.reason else words.say("cli.is-blocked")
