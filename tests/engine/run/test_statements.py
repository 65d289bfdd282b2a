"""What a statement consists of: its accesses in order, calls that have some, and which may not happen."""

from __future__ import annotations

from engine.run.info import run_info
from engine.run.statements import statements

FILE = "tiny.c"


def atoms(model):
    """{text of a statement's first line: its atoms in words} of the tiny protocol."""
    text = next(source.text for source in model.protocol.sources if source.file == FILE).split("\n")
    found = {}
    for statement in statements(model):
        if statement.span.file == FILE:
            words = [f"{'maybe ' * atom.maybe}{atom.text.text.partition(':')[0]}" for atom in statement.atoms]
            found[text[statement.span.line - 1].strip()] = words
    return found


def test_a_change_of_a_field_is_a_read_and_a_write(tiny):
    assert atoms(tiny("mm->rss++;\nmm->rss = 2;"))["mm->rss++;"] == ["reads rss", "writes rss"]


def test_a_dereference_inside_a_call_comes_before_what_the_call_does(tiny):
    body = (
        "get_page(pmd_page(*pmd_offset(mm, address)));\n"
        "put_page_testzero(pte_page(*(pte_t *)pmd_offset(mm, address)));"
    )
    found = list(atoms(tiny(body)).values())
    assert found == [["reads the slot", "get_page"], ["reads the entry", "put_page_testzero"]]


def test_what_a_condition_decides_may_not_happen(tiny):
    body = (
        "if (size || find_vma(mm, address) || find_vma(mm, address))\nreturn 1;\n"
        "while (find_vma(mm, address) && find_vma(mm, size)) ;"
    )
    found = list(atoms(tiny(body)).values())
    assert found == [["maybe find_vma", "maybe find_vma"], ["find_vma", "maybe find_vma"]]


def test_every_part_of_a_loop_and_a_switch_is_a_statement_of_its_own(tiny):
    body = (
        "int i;\n"
        "for (i = find_vma(mm, 0); find_vma(mm, 1); i = find_vma(mm, 0)) {\ni = 1;\n}\n"
        "for (;;) break;\n"
        "do { i = 2; } while (find_vma(mm, 0));\n"
        "switch (find_vma(mm, address)) {\ncase 1:\nreturn find_vma(mm, 0);\n}\n"
        "if (i) i = find_vma(mm, 1); else { get_page(NULL); }"
    )
    model = tiny(body)
    found = [(each.span.line, each.span.column) for each in statements(model) if each.span.file == FILE]
    assert len(found) == len(set(found)) == 8
    assert found == sorted(found)


def test_a_call_is_a_part_if_something_in_it_touches_an_object(tiny):
    body = (
        "static int twice(struct mm_struct *mm, unsigned long address)\n"
        "{\nreturn find_vma(mm, address) + find_vma(mm, address);\n}\n"
        "static int nothing(int i)\n{\nreturn i + 1;\n}\n"
        "int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)\n"
        "{\nint i;\ni = nothing(1);\nreturn twice(mm, 0) + nothing(i) + twice(mm, 1);\n}\n"
    )
    found = atoms(tiny(body))
    assert found["return twice(mm, 0) + nothing(i) + twice(mm, 1);"] == ["calls twice", "calls twice"]
    assert found["return find_vma(mm, address) + find_vma(mm, address);"] == ["find_vma", "find_vma"]
    assert "i = nothing(1);" not in found


def test_the_next_access_of_every_thread_is_an_atom_of_a_statement(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    known = {atom.span for statement in run_info(run.model).statements for atom in statement.atoms}
    for at in range(run.length + 1):
        for thread in run.frame(at).threads:
            assert {call.span for call in thread.calls} <= known


def test_the_words_of_a_source_are_those_of_the_functions_that_run(model):
    info = run_info(model("feb17", "zap-zap"))
    run = {file for file, _ in info.lines}
    assert {source.file for source in info.sources if source.tokens} == run
    for source in info.sources:
        spans = [(each.line, each.end_line) for each in info.functions if each.file == source.file]
        assert all(any(low <= token[0] <= high for low, high in spans) for token in source.tokens)
    assert "hardware.c" not in run
