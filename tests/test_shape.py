"""The arrows and sizes of the code: who may import whom, and how long a file may get."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# The standard library as far as the engine may use it: no clock, no chance, no process, no network.
ENGINE_STANDARD = {
    "__future__",
    "abc",
    "array",
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "importlib.resources",
    "itertools",
    "json",
    "math",
    "operator",
    "pathlib",
    "re",
    "string",
    "textwrap",
    "tomllib",
    "types",
    "typing",
}
ENGINE_THIRD_PARTY = {"tree_sitter", "tree_sitter_c", "tree_sitter_toml", "numba", "numpy", "llvmlite"}
WEB_STACK = {"fastapi", "starlette", "uvicorn", "websockets", "jinja2"}

# Files over their zone, each with the reason.
LONG_FILES: dict[str, str] = {}
# Used from outside the packages; `manual` writes docs/primitives.md.
ENTRY_POINTS = {"app.__main__", "app.cli", "engine.vocabulary.manual"}


def modules(package: str) -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path) -> Iterator[str]:
    """Every name that a file imports, wherever in it: `from a import b` gives "a" and "a.b"."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            assert node.module, f"{path}: an import of nothing"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_of(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def importers(packages: set[str], inside: str) -> set[str]:
    return {
        module
        for module, path in modules(inside).items()
        if any(is_of(name, packages) for name in imports(path))
    }


def test_the_engine_imports_only_itself_a_few_of_the_standard_library_and_the_parser() -> None:
    allowed = {"engine"} | ENGINE_STANDARD | ENGINE_THIRD_PARTY
    wrong = [
        f"{module} imports {name}"
        for module, path in modules("engine").items()
        for name in imports(path)
        # `from importlib import resources` also yields "importlib"
        if not is_of(name, allowed) and name != "importlib"
    ]
    assert wrong == []


def test_only_the_library_and_the_catalogue_read_package_data() -> None:
    readers = {"engine.library", "engine.words"}
    assert all(is_of(module, readers) for module in importers({"importlib"}, "engine"))


def test_lang_and_machine_do_not_know_each_other() -> None:
    known_to = {package: importers({f"engine.{package}"}, "engine") for package in ("lang", "machine")}
    assert not [module for module in known_to["machine"] if is_of(module, {"engine.lang"})]
    assert not [module for module in known_to["lang"] if is_of(module, {"engine.machine"})]


def test_pydantic_is_known_to_the_wire_only() -> None:
    assert {is_of(module, {"app.wire"}) for module in importers({"pydantic"}, "app")} == {True}


def test_the_web_framework_is_known_to_the_files_that_serve() -> None:
    serving = {"error_page", "factory", "guard", "lesson_pages", "pages", "serve", "ws"}
    assert importers(WEB_STACK, "app") <= {f"app.{name}" for name in serving}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["list"], ["run", "--help"]])
def test_the_command_line_does_without_the_web_stack(arguments: list[str]) -> None:
    script = f"""
import sys
from app.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(sorted({WEB_STACK | {"pydantic"}!r} & set(sys.modules)), file=sys.stderr)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_every_module_is_imported_by_another() -> None:
    known = modules("app") | modules("engine")
    used = {name for path in known.values() for name in imports(path)}
    packages = {module for module, path in known.items() if path.name == "__init__.py"}
    assert sorted(set(known) - used - packages - ENTRY_POINTS) == []


def zones() -> Iterator[tuple[Path, int]]:
    for folder in ("app", "engine", ".ci"):
        yield from ((path, 400) for path in (ROOT / folder).rglob("*.py"))
    yield from ((path, 600) for path in (ROOT / "tests").rglob("*.py"))
    yield from ((path, 350) for path in (ROOT / "static").rglob("*.js") if "dist" not in path.parts)


def test_no_file_outgrows_its_zone_without_a_reason() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path, zone in zones()
        if (lines := len(path.read_text("utf-8").splitlines())) > zone
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert sorted(LONG_FILES.keys() - long.keys()) == [], "no longer over its zone: strike it off the list"


@pytest.mark.parametrize(("pattern", "most"), [(r"new WebSocket\b", 1), (r"\b(?:window\.)?location\.", 1)])
def test_one_file_of_the_page_knows_the_socket_and_one_the_address_bar(pattern: str, most: int) -> None:
    page = (path for path in (ROOT / "static").rglob("*.js") if "dist" not in path.parts)
    users = [path.name for path in page if re.search(pattern, path.read_text("utf-8"))]
    assert len(users) <= most, users


# What a text in the repository may link to; everything else is a private host or a third-party origin.
KNOWN_HOSTS = {
    "127.0.0.1",
    "localhost",
    "[::1]",
    "doi.org",
    "en.wikipedia.org",
    "github.com",
    "lore.kernel.org",
    "nodejs.org",
    "opencollective.com",  # npm writes it into the lock file, as where to thank a dependency
    "www.kernel.org",
    "www.w3.org",
}
MADE_UP_HOST = re.compile(r"(?:.+\.)?(?:example|invalid|test|example\.(?:com|org))")
ADDRESS = re.compile(
    r"\b(?:https?|wss?|git|ssh)://(\[[0-9a-f:]+\]|[\w.\-]+)(?::\d+)?(?=[/\s\"'`)>,;?#]|$)", re.M
)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~$})/-])/(?:home|mnt|opt|root|srv|tmp|Users|work)/[\w.]")


def texts() -> Iterator[tuple[str, str]]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listing.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".ico", ".woff2"}:
            yield name, path.read_text("utf-8")


def test_no_text_names_a_private_host_or_somebodys_folder() -> None:
    wrong = []
    for name, text in texts():
        hosts = {host for host in ADDRESS.findall(text) if not MADE_UP_HOST.fullmatch(host)}
        wrong += [f"{name}: {host}" for host in sorted(hosts - KNOWN_HOSTS)]
        wrong += [f"{name}: {match.group()}" for match in SOMEBODYS_FOLDER.finditer(text)]
    assert wrong == []
