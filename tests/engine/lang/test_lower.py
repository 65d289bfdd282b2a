"""Programs: stories, accesses and their places, toggles, limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.errors import LimitReached, RequestError, RoutineError
from engine.lang import Protocol, dead_spans, listing
from engine.lang.instructions import Access, Branch, Call, End, Enter, Jump, Private, Program

Read = Callable[[str], Protocol]
Make = Callable[..., Program]

FEB17 = '#include "overlay.c"\n'
TWO = "int f(int a) { return a; }\nvoid g(void) { }\n"


def accesses(program: Program) -> list[tuple[str, str]]:
    """Operation and place of each access."""
    return [(step.operation, str(step.place.span)) for step in program.code if isinstance(step, Access)]


def words(text: str, program: Program) -> list[str]:
    """The text that each access stands on."""
    lines = text.splitlines()
    spans = [step.place.span for step in program.code if isinstance(step, Access)]
    return [lines[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans]


def test_each_access_carries_its_own_sub_expression(program: Make) -> None:
    text = """void f(struct mm_struct *mm, pmd_t *pmd, struct page *page) {
if (put_page_testzero(page) && !pmd_none(*pmd) || mm->rss > 1)
mm->rss += page_count(page) - mm->rss;
spin_lock(&mm->page_table_lock);
}"""
    assert words(text, program(text)) == [
        "put_page_testzero(page)",
        "*pmd",
        "mm->rss",
        "page_count(page)",
        "mm->rss",
        "mm->rss",
        "mm->rss += page_count(page) - mm->rss",
        "spin_lock(&mm->page_table_lock)",
    ]


def test_a_call_of_a_story_stands_between_enter_and_its_marks(story: Make) -> None:
    calls = (
        Call("f", (3,), before=(("oracle_map", (1, 2)),), after=(("belief_end", (1,)),)),
        Call("g", ()),
    )
    made = story(TWO, *calls)
    assert [type(step).__name__ for step in made.code] == [
        "Enter", "Private", "Assign", "Assign", "Jump", "Private", "Enter", "End",
    ]  # fmt: skip
    assert [step.call for step in made.code if isinstance(step, Enter)] == [0, 1]
    assert [step.operation for step in made.code if isinstance(step, Private)] == ["oracle_map", "belief_end"]
    assert [(frame.function, frame.call, frame.parent) for frame in made.frames] == [
        ("f", None, None),
        ("g", None, None),
    ]


def test_an_empty_story_ends_at_once(story: Make) -> None:
    made = story(TWO)
    assert [type(step) for step in made.code] == [End]
    assert (made.bits, made.live) == (0, ((),))


def test_a_place_implies_its_call_stack(program: Make) -> None:
    made = program(FEB17, "do_munmap")
    deepest = next(
        step for step in made.code if isinstance(step, Access) and step.operation == "ptep_get_and_clear"
    )
    names, index = [], deepest.place.frame
    while True:
        frame = made.frames[index]
        names.append((frame.function, frame.file, frame.call and str(frame.call)))
        if frame.parent is None:
            break
        index = frame.parent
    assert names == [
        ("tlb_remove_page", "mm.c", "overlay.c:47:4"),
        ("zap_pte_range", "overlay.c", "mm.c:81:12"),
        ("zap_page_range", "mm.c", "mm.c:96:2"),
        ("do_munmap", "mm.c", None),
    ]


def test_jumps_stay_inside_the_program(program: Make) -> None:
    made = program(FEB17, "user_store")
    targets = [step.target for step in made.code if isinstance(step, Jump)]
    targets += [step.otherwise for step in made.code if isinstance(step, Branch)]
    assert all(0 <= target < len(made.code) for target in targets)
    assert isinstance(made.code[-1], End)


def test_a_toggle_leaves_only_its_live_branch(program: Make) -> None:
    up = accesses(program(FEB17, "flush_tlb_range", CONFIG_SMP=0))
    smp = accesses(program(FEB17, "flush_tlb_range", CONFIG_SMP=1))
    assert up == [("flush_tlb_cpu", "mm.c:48:3")]
    assert smp == [("flush_tlb_cpu", "mm.c:53:4")]


def test_dead_spans_are_what_the_toggles_switch_off(read: Read) -> None:
    protocol = read(FEB17)
    assert [str(span) for span in dead_spans(protocol, {})] == [
        "overlay.c:25:3",
        "overlay.c:33:3",
        "mm.c:51:2",
        "mm.c:75:37",
    ]
    assert [str(span) for span in dead_spans(protocol, {"CONFIG_SMP": 1, "CONFIG_TABLE_LOCK": 0})] == [
        "overlay.c:23:3",
        "overlay.c:31:3",
        "mm.c:47:19",
    ]


def test_dead_spans_are_outermost_and_know_loops_cases_and_returns(read: Read) -> None:
    protocol = read("""#define CONFIG_A 0
#define CONFIG_M 1 /* m: a | b */
int f(int a) {
while (CONFIG_A) { a = 1; if (a) a = 2; }
switch (CONFIG_M) {
case 0: a = 3; break;
case 1: a = 4; break; }
a = !(CONFIG_A && a);
a = CONFIG_A && (CONFIG_M || a) && CONFIG_M;
if (!CONFIG_A) return a;
a = 5;
return a; }""")
    assert [str(span) for span in dead_spans(protocol, {})] == [
        "test.c:4:18",
        "test.c:6:9",
        "test.c:6:16",
        "test.c:8:19",
        "test.c:9:30",
        "test.c:11:1",
        "test.c:12:1",
    ]


def test_functions_that_no_call_reaches_are_not_in_the_program(program: Make) -> None:
    assert {frame.function for frame in program(FEB17, "share_lock").frames} == {"share_lock"}


def test_a_story_names_a_function_that_is_there(story: Make) -> None:
    with pytest.raises(RequestError, match="test has no function `h`") as caught:
        story(TWO, Call("h", ()))
    assert (caught.value.code, caught.value.hint.text) == ("RUN40", "call one of: f, g")


def test_a_story_gives_each_parameter_a_value(story: Make) -> None:
    with pytest.raises(RequestError, match="takes 1 arguments; the story gives 0") as caught:
        story(TWO, Call("f", ()))
    assert caught.value.code == "RUN41"


def test_the_setting_that_is_run_is_checked_even_if_reading_did_not(read: Read, story: Make) -> None:
    toggles = "".join(f"#define CONFIG_{n} 0\n" for n in range(6))
    all_on = " && ".join(f"CONFIG_{n}" for n in range(6))
    text = f"{toggles} int f(void) {{ int x; if (!({all_on})) x = 1; return x; }}"
    read(text)
    with pytest.raises(RoutineError) as caught:
        story(text, Call("f", ()), **{f"CONFIG_{n}": 1 for n in range(6)})
    assert caught.value.code == "LANG23"


def doubling(inner: str) -> str:
    functions = [f"void f0(int a) {{ {inner} }}"]
    functions += [f"void f{n}(int a) {{ f{n - 1}(a); f{n - 1}(a); }}" for n in range(1, 40)]
    return "\n".join(functions)


def balanced(depth: int) -> str:
    return "a" if depth == 0 else f"({balanced(depth - 1)} * {balanced(depth - 1)})"


@pytest.mark.parametrize("inner", ["a = 1;", "", f"a = {balanced(11)};"])
def test_inlining_is_bounded_and_names_the_function(program: Make, inner: str) -> None:
    with pytest.raises(LimitReached, match=r"with its calls inlined, `f\d+` has more than \d+ ") as caught:
        program(doubling(inner))
    assert caught.value.code == "LIM22"


def test_a_long_body_is_bounded_by_itself(program: Make) -> None:
    body = "a = a;" * 7_000
    calls = f"int f(int a) {{ {body} return a; }} int g(int a) {{ f(a); f(a); return f(a); }}"
    with pytest.raises(LimitReached, match="`g` has more than 20000 instructions at the call of `f`"):
        program(calls)


def test_chains_of_calls_need_no_stack(program: Make) -> None:
    def chain(length: int) -> str:
        calls = "".join(f"int f{n}(void) {{ return f{n + 1}(); }}\n" for n in range(length))
        return f"{calls} int f{length}(void) {{ return 1; }}"

    assert len(program(chain(200), "f0").frames) == 201
    with pytest.raises(LimitReached, match="have more than 100000 instructions"):
        program(chain(800), "f0")


def test_a_long_cycle_of_calls_is_shortened(read: Read) -> None:
    chain = "".join(f"int f{n}(void) {{ return f{(n + 1) % 20}(); }}\n" for n in range(20))
    with pytest.raises(
        RoutineError, match=r"f0 calls itself: f0 -> f1 -> f2 -> f3 -> \.\.\. -> f18 -> f19 -> f0"
    ):
        read(chain)


def test_a_listing_can_name_places_and_live_variables(program: Make) -> None:
    text = "int f(int a) { return page_count(NULL) + a; }"
    assert listing(program(text), live=True, places=True).splitlines() == [
        "   0   enter 0  []  ; test.c:1:5 f",
        "   1   a = 1  ; test.c:1:5 f",
        "   2 * %1 = page_count(0)  [a]  ; test.c:1:23 f",
        "   3   %result = (%1 + a)  ; test.c:1:16 f",
        "   4   goto 5  ; test.c:1:16 f",
        "   5   end  []  ; test.c:1:45 f",
    ]
    assert "[" not in listing(program(text))
