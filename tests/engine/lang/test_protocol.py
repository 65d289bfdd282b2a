"""Protocols: headers, toggles, overlays and includes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from engine.errors import RoutineError
from engine.lang import Protocol, read_protocol
from engine.lang.protocol import MAX_FILES, MAX_INCLUDE_DEPTH

Read = Callable[[str], Protocol]
OVERLAY = '#include "overlay.c"\n'


def joined(files: Mapping[str, str]) -> Protocol:
    return read_protocol("top.c", files["top.c"], files.get)


def refusal(files: Mapping[str, str]) -> str:
    with pytest.raises(RoutineError) as caught:
        joined(files)
    return str(caught.value)


def test_the_header_gives_title_date_text_and_source(read: Read) -> None:
    header = read(
        "/*\n * title: A b\n * date: 2002\n * text: long\n *   and longer\n * source: x\n *\n * Prose.\n */"
    ).header
    assert (header.title, header.date, header.text, header.source) == ("A b", "2002", "long and longer", "x")
    assert header.notes == "Prose."


@pytest.mark.parametrize(
    "comment", ["", "/**/", "// prose\n", "/* Prose: x */", "int a(void) { return 1; } /* title: x */"]
)
def test_a_file_without_a_header_is_called_by_its_name(read: Read, comment: str) -> None:
    protocol = read(comment)
    assert protocol.title == protocol.name == "test"
    assert protocol.header.title == ""


def test_a_header_may_be_line_comments_of_one_line(read: Read) -> None:
    assert read("// title: Short").title == "Short"


def test_a_header_may_begin_on_its_first_line(read: Read) -> None:
    assert read("/* title: Short\n   date: now\n*/").title == "Short"


def test_toggles_have_labels_values_help_and_default(read: Read) -> None:
    protocol = read(
        "/* Who\n * knows. */\n#define CONFIG_X 1 /* An x: no | yes | maybe */\n#define CONFIG_Y 0\n"
    )
    x, y = protocol.toggles
    assert (x.name, x.label, x.help, x.values, x.default) == (
        "CONFIG_X",
        "An x",
        "Who knows.",
        ("no", "yes", "maybe"),
        1,
    )
    assert (y.label, y.help, y.values, y.default) == ("CONFIG_Y", "", ("off", "on"), 0)
    assert protocol.defaults() == {"CONFIG_X": 1, "CONFIG_Y": 0}


def test_a_toggle_without_a_comment_keeps_the_words_of_its_base(read: Read) -> None:
    toggle = read('#include "mm.c"\n#define CONFIG_SMP 0\n').toggles[0]
    assert (toggle.label, toggle.values, toggle.default) == ("Kernel", ("UP", "SMP"), 0)
    assert toggle.help == "One CPU switches only where a thread sleeps."


def test_an_overlay_replaces_what_its_base_defines(read: Read) -> None:
    protocol = read(
        OVERLAY
        + "int zap_pte_range(mmu_gather_t *a, pmd_t *b, unsigned long c, unsigned long d)\n{ return 0; }"
    )
    assert protocol.function("zap_pte_range").file == "test.c"
    assert [(f.name, f.file) for f in protocol.replaced] == [
        ("zap_pte_range", "mm.c"),
        ("zap_pte_range", "overlay.c"),
    ]
    assert [source.file for source in protocol.sources] == ["test.c", "overlay.c", "mm.c", "hardware.c"]
    assert [f.file for f in protocol.functions[:3]] == ["test.c", "overlay.c", "overlay.c"]


def test_a_define_of_the_base_is_replaced_too(read: Read) -> None:
    assert [d.value for d in read('#include "mm.c"\n#define ZAP_RETRIES 7').defines] == [7]


def test_a_file_is_read_once_however_often_it_is_included() -> None:
    files = {
        "top.c": '#include "a.c"\n#include "b.c"',
        "a.c": '#include "b.c"',
        "b.c": "int f(void) { return 1; }",
    }
    assert [source.file for source in joined(files).sources] == ["top.c", "a.c", "b.c"]


def test_a_missing_file_hides_what_would_follow_from_it() -> None:
    text = refusal({"top.c": '#include "gone.c"\nint f(void) { return from_gone(); }'})
    assert text.splitlines()[0] == "top.c:1:10: LANG04 there is no file `gone.c`"
    assert "from_gone" not in text


def test_a_cycle_of_includes_is_named() -> None:
    files = {"top.c": '#include "a.c"', "a.c": '#include "b.c"', "b.c": '#include "a.c"'}
    assert "a.c includes itself: a.c -> b.c -> a.c" in refusal(files)


def test_includes_are_bounded_in_depth_and_number() -> None:
    deep = {f"{n}.c": f'#include "{n + 1}.c"' for n in range(100)}
    assert f"depth {MAX_INCLUDE_DEPTH}" in refusal({"top.c": '#include "0.c"', **deep})
    wide = {f"{n}.c": "" for n in range(100)}
    top = "\n".join(f'#include "{file}"' for file in wide)
    assert f"the limits are {MAX_FILES} files" in refusal({"top.c": top, **wide})


def test_errors_of_all_files_come_together_in_order() -> None:
    files = {"top.c": '#include "a.c"\nint f(void) { return x; }', "a.c": "int g(void) { return y; }"}
    assert [line.split()[0] for line in refusal(files).splitlines() if "LANG" in line] == [
        "a.c:1:22:",
        "top.c:2:22:",
    ]


def test_functions_that_are_replaced_are_not_checked(read: Read) -> None:
    files = {"top.c": '#include "a.c"\nint f(void) { return 1; }', "a.c": "int f(void) { return y; }"}
    assert joined(files).function("f").file == "top.c"


def test_an_unknown_function_is_a_key_error(read: Read) -> None:
    with pytest.raises(KeyError):
        read("").function("f")


def test_a_header_line_that_is_no_key_is_named() -> None:
    top = "/*\n * title: A\n * date 2002\n * title: again\n * by: me\n */\n"
    assert "LANG05 the header line `date 2002` is none of title, date, text, source" in refusal(
        {"top.c": top}
    )


def test_a_header_may_have_a_note_a_story_and_what_is_lacking_each_over_several_lines() -> None:
    header = joined({"top.c": TALKATIVE}).header
    assert header.note == "our reading, never reported"
    assert header.story == "It was posted, and then it was withdrawn."
    assert header.lacks == (("unshare", "never copied"), ("swap", "not described"))
    assert header.notes == "Prose."


TALKATIVE = """/*
 * title: A
 * note: our reading, never reported
 * story:
 *   It was posted,
 *   and then it was withdrawn.
 * lacks: unshare: never
 *   copied
 * lacks: swap: not described
 *
 * Prose.
 */
"""


@pytest.mark.parametrize("lack", ["unshare", "unshare:", "speed: none", ""])
def test_what_is_lacking_is_a_known_word_with_a_reason(lack: str) -> None:
    said = refusal({"top.c": f"/*\n * title: A\n * lacks: {lack}\n */\n"})
    assert "LANG05" in said
    assert "anonymous" in said
