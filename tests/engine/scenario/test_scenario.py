"""Scenario files: what they say, and what is wrong with them, each fault at its line and column."""

from __future__ import annotations

import pytest

from engine import library
from engine.errors import LimitReached, RoutineError
from engine.scenario.places import TEXT_LIMIT, TomlText
from engine.scenario.read import LINES_LIMIT, parse_scenario
from engine.scenario.story import GRAMMAR, Line, StoryError, parse_line

WHOLE = """\
title = "zap ∥ zap"
text = "Both unmap."

[shape]
slots = 2
entries = 4
tables = 3
pages = 9
out_of_memory = true

[config]
CONFIG_SMP = "UP"
CONFIG_GATHER = 2

[[setup]]
mm = "A"
do = ["map 0-7", "write 0 = 7", "fork B"]

[[thread]]
mm = "A"
do = ["munmap 0-7"]
text = "lets go"

[[thread]]
mm = "B"
do = []
"""


def refused(text):
    with pytest.raises(RoutineError) as error:
        parse_scenario("s", text)
    return [
        (str(found.span), found.code, found.message.text, found.hint.text)
        for found in error.value.diagnostics
    ]


def thread(*lines, mm='"A"', more=""):
    return f"[[thread]]\nmm = {mm}\ndo = {list(lines)!r}\n{more}"


def test_a_scenario_is_read_whole():
    found = parse_scenario("zap", WHOLE)
    assert (found.id, found.title, found.text) == ("zap", "zap ∥ zap", "Both unmap.")
    assert (found.slots, found.entries, found.tables, found.pages, found.out_of_memory) == (2, 4, 3, 9, True)
    assert found.config == (("CONFIG_SMP", "UP"), ("CONFIG_GATHER", 2))
    assert [story.mm for story in found.threads] == ["A", "B"]
    assert found.threads[0].text == "lets go"
    assert found.setup[0].lines == (Line("map", 0, 7), Line("write", 0, 0, 7), Line("fork", mm="B"))
    assert (found.mms, found.forked, found.values) == (("A", "B"), ("B",), (0, 7))
    assert found.source == WHOLE


def test_what_is_left_out_has_a_default():
    found = parse_scenario("short", thread("exit"))
    assert (found.title, found.text, found.setup, found.config) == ("short", "", (), ())
    assert (found.slots, found.entries, found.tables, found.pages, found.out_of_memory) == (1, 2, 2, 4, False)


@pytest.mark.parametrize("id", library.scenario_ids())
def test_every_shipped_scenario_is_read_and_tells_itself(id):
    found = library.scenario(id)
    assert found.text.endswith(("?", "."))
    assert "∥" in found.title or len(found.threads) == 2


# lines of a story -------------------------------------------------------------------------------
@pytest.mark.parametrize("text", [*GRAMMAR.values(), "map 3", "munmap 0-15", "write 10 = 99"])
def test_a_line_reads_back_as_it_was_written(text):
    assert parse_line(text).text == text
    assert parse_line(f"  {text} ") == parse_line(text)


def test_spaces_around_the_sign_do_not_matter():
    assert parse_line("write 0=7") == parse_line("write 0  =  7") == Line("write", 0, 0, 7)


@pytest.mark.parametrize(
    "text",
    [
        "map",
        "map 0-",
        "mremap 0",
        "swapout 0",
        "swapout a:0",
        "zap A:",
        "gup 0-1",
        "map x",
        "map 0 1",
        "read 0-1",
        "unshare 0-1",
        "write 0",
        "write 0 = x",
        "write 0 = 1000",
    ]
    + ["fork", "fork b", "fork BC", "exit 1", "map \u0663", "read 1234"],
)
def test_a_line_that_does_not_say_what_it_does_is_refused_with_an_example(text):
    with pytest.raises(StoryError) as error:
        parse_line(text)
    message, hint = error.value.args
    assert message.text.startswith(f"'{text}' does not say what to {text.split()[0]}")
    assert GRAMMAR[text.split()[0]] in hint.text


@pytest.mark.parametrize("text", ["", "jump 0", "MAP 0", "map0"])
def test_an_unknown_verb_is_refused_with_those_that_there_are(text):
    with pytest.raises(StoryError) as error:
        parse_line(text)
    assert all(verb in error.value.args[1].text for verb in GRAMMAR)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("map 0-3", "maps all of its memory"),
        ("map 1", "maps page 1"),
        ("munmap 0-3", "unmaps all of its memory"),
        ("munmap 1-2", "unmaps pages 1-2"),
        ("read 2", "reads page 2"),
        ("write 0 = 7", "writes 7 to page 0"),
        ("fork B", "forks B"),
        ("unshare 1", "unshares the table of page 1"),
        ("exit", "exits"),
        ("madvise 0-3", "drops the contents of all of its memory"),
        ("protect 0", "lets page 0 only be read"),
        ("mremap 0 to 2", "moves page 0 to 2"),
        ("swapout A:1", "swaps out page 1 of A"),
        ("zap A:0-3", "drops the contents of pages 0-3 of A"),
        ("truncate 0-3", "truncates pages 0-3 of the file"),
    ],
)
def test_a_line_is_told_in_words(text, told):
    assert parse_line(text).told(4).text == told


# faults -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title = \n", "s.toml:1:9"),
        ("a = 1\nb = [\n", "s.toml:2:6"),
        ("\x00", "s.toml:1:1"),
        ("a = 1\na = 2", "s.toml:2:6"),
    ],
)
def test_what_is_not_toml_is_refused_at_its_place(text, place):
    ((where, code, _, hint),) = refused(text)
    assert (code, where.split(":")[0], hint) == (
        "SCEN01",
        "s.toml",
        "write TOML, as docs/scenario-format.md shows",
    )
    assert where.split(":")[1] == place.split(":")[1]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "s.toml:1:1", "the scenario has no threads"),
        (f"colour = 1\n{thread()}", "s.toml:1:10", "'colour' is not part of a scenario"),
        (f"title = 1\n{thread()}", "s.toml:1:9", "'title' is the value 1"),
        (f"text = ['a']\n{thread()}", "s.toml:1:8", "'text' is an array"),
        (f"needs = 'swap'\n{thread()}", "s.toml:1:9", "'needs' is a string"),
        (
            f"needs = ['fork', 'speed']\n{thread()}",
            "s.toml:1:18",
            "'speed' is nothing that a scenario can need",
        ),
        (f"needs = [['swap']]\n{thread()}", "s.toml:1:10", "['swap'] is nothing that a scenario can need"),
        ("thread = 'A'", "s.toml:1:10", "'thread' is a string"),
        (f"[shape]\ndepth = 1\n{thread()}", "s.toml:2:9", "'depth' is no size"),
        (f"[shape]\nslots = 0\n{thread()}", "s.toml:2:9", "slots is 0"),
        (f"[shape]\nslots = 9\n{thread()}", "s.toml:2:9", "slots is 9"),
        (f"[shape]\nslots = true\n{thread()}", "s.toml:2:9", "slots is True"),
        (f"[shape]\nentries = 1.5\n{thread()}", "s.toml:2:11", "entries is 1.5"),
        (f"[shape]\nout_of_memory = 1\n{thread()}", "s.toml:2:17", "out_of_memory is 1"),
        (f"[config]\nCONFIG_SMP = true\n{thread()}", "s.toml:2:14", "CONFIG_SMP is True"),
        ("thread = [1]", "s.toml:1:10", "thread 1 is the value 1"),
        (thread(mm='"a"'), "s.toml:2:6", "mm is 'a'"),
        (thread(mm='"AB"'), "s.toml:2:6", "mm is 'AB'"),
        (thread(mm="1"), "s.toml:2:6", "mm is 1"),
        ('[[thread]]\nmm = "A"\n', "s.toml:1:3", "do is no list of lines"),
        ('[[thread]]\nmm = "A"\ndo = "exit"\n', "s.toml:3:6", "do is no list of lines"),
        ('[[thread]]\nmm = "A"\ndo = [1]\n', "s.toml:3:6", "do is no list of lines"),
        (thread(more="cpu = 1\n"), "s.toml:4:7", "'cpu' is not part of a thread"),
        (thread(more="text = 1\n"), "s.toml:4:8", "text is 1"),
        (thread(*["exit"] * (LINES_LIMIT + 1)), "s.toml:3:6", f"do has {LINES_LIMIT + 1} lines"),
        (thread("exit", "jump"), "s.toml:3:15", "'jump' begins with no known verb"),
        (thread("read 2"), "s.toml:3:7", "'read 2' leaves the address space"),
        (thread("map 1-0"), "s.toml:3:7", "'map 1-0' leaves the address space"),
        (thread("write 0 = 0"), "s.toml:3:7", "'write 0 = 0' writes 0"),
        (thread("write 0 = 100"), "s.toml:3:7", "'write 0 = 100' writes 100"),
        (thread("fork A"), "s.toml:3:7", "A is there already"),
        (thread("fork B", "fork B"), "s.toml:3:17", "B is there already"),
        (thread("swapout B:0", mm='""', more='name = "K"\n'), "s.toml:3:7", "there is no process B"),
        (thread("truncate 0", mm='""', more='name = "K"\n'), "s.toml:3:7", "the file has 0 pages"),
        (thread("swapout A:0"), "s.toml:3:7", "A is a process and cannot swapout"),
        (
            thread("read 0", mm='""', more='name = "K"\n'),
            "s.toml:3:7",
            "K is a kernel thread and cannot read",
        ),
        (thread(more='name = "k"\n'), "s.toml:4:8", "name is 'k'"),
        (thread("mremap 0 to 2"), "s.toml:3:7", "'mremap 0 to 2' leaves the address space"),
        ("[shape]\nfile = 1\n" + thread(), "s.toml:2:8", "file is 1"),
        ("[shape]\nrss = 1\n" + thread(), "s.toml:2:7", "rss is 1"),
        (thread() + thread(), "s.toml:4:3", "A names a thread already"),
        ('[[setup]]\nmm = "B"\ndo = []\n' + thread(), "s.toml:2:6", "B has no thread"),
        (
            thread("fork B", "fork C", "fork D", "fork E"),
            "s.toml:1:3",
            "5 processes are named: A, B, C, D, E",
        ),
        (
            thread("fork B") + thread("fork A", mm='"B"'),
            "s.toml:2:6",
            "A, B only fork each other",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(text, place, message):
    faults = refused(text)
    assert (place, "SCEN02", message) in [fault[:3] for fault in faults]
    assert all(hint[0].islower() and not hint.endswith(".") for *_, hint in faults)


def test_the_largest_address_space_needs_no_size_of_its_own():
    found = parse_scenario("large", f"[shape]\nslots = 8\nentries = 8\n{thread('munmap 0-63')}")
    assert (found.tables, found.pages) == (16, 64)


def test_all_faults_are_told_in_the_order_of_the_text():
    faults = refused("[shape]\nslots = 0\nentries = 0\n[[thread]]\nmm = 1\ndo = ['jump', 'leap']\n")
    assert [fault[0] for fault in faults] == [
        "s.toml:2:9",
        "s.toml:3:11",
        "s.toml:5:6",
        "s.toml:6:7",
        "s.toml:6:15",
    ]


def test_a_long_text_is_refused_unread():
    with pytest.raises(LimitReached, match=f"LIM02 s.toml has {TEXT_LIMIT + 1} characters"):
        parse_scenario("s", "#" * (TEXT_LIMIT + 1))


# places -----------------------------------------------------------------------------------------
def test_places_count_characters_and_fall_back_to_what_is_around():
    toml = TomlText("f.toml", '# π\n"π" = "ππ" # π\nlist = [\n  "π", # π\n  2,\n]\n[t.u]\n# π\nx = 1\n')
    assert str(toml.place("π")) == "f.toml:2:7"
    assert toml.place("π").end_column == 11
    assert str(toml.place("list", 1)) == "f.toml:5:3"
    assert str(toml.place("list", 9, "deep")) == "f.toml:3:8"
    assert str(toml.place("nowhere")) == "f.toml:1:1"


def test_a_file_name_stands_in_messages_if_there_is_one():
    with pytest.raises(RoutineError, match=r"^here/mine\.toml:1:1: SCEN02"):
        parse_scenario("mine", "", "here/mine.toml")


def test_a_scenario_says_what_it_needs_and_its_id_under_what_it_stands():
    found = parse_scenario("zap-swap", f'needs = ["swap", "smp"]\n{thread()}')
    assert (found.group, found.needs) == ("zap", ("swap", "smp"))
    assert parse_scenario("zap-swap", f'group = "swap"\n{thread()}').group == "swap"
    assert refused(f"needs = 1\n{thread()}")[0][3] == "write it as an array of words"


# several threads, and those of the kernel ----------------------------------------------------------
def test_a_process_may_have_several_threads_and_the_kernel_some_of_its_own():
    text = thread("fork B") + thread(more='name = "Ab"\n') + thread(mm='"B"')
    found = parse_scenario("s", text + '[[thread]]\nname = "K"\ndo = ["swapout A:0"]\n')
    assert [(story.mm, story.thread) for story in found.threads] == [
        ("A", "A"),
        ("A", "Ab"),
        ("B", "B"),
        ("", "K"),
    ]
    assert (found.mms, found.swap, found.file) == (("A", "B"), 2, 0)
    assert found.does("swapout", "gup")
    assert not found.does("gup")


def test_the_name_of_a_process_that_is_there_is_no_name_for_a_thread_of_another():
    with pytest.raises(RoutineError, match="B names a thread already"):
        parse_scenario("s", thread("fork B") + thread(more='name = "B"\n') + thread(mm='"B"'))
