"""The documentation against the program: commands, options, formats, exit codes, links, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import typer
from markdown_it import MarkdownIt

from factcheck.cli import app
from factcheck.errors import Exit
from factcheck.reports import REPORTERS

ROOT = Path(__file__).resolve().parent.parent
USAGE = (ROOT / "docs/usage.md").read_text(encoding="utf-8")
OUTPUTS = (ROOT / "docs/outputs.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for folder in (".", "docs", "fixtures", "benchmarks", "reports", "seeds")
    for path in (ROOT / folder).glob("*.md")
)  # fmt: skip
GENERATED = {".git", ".venv", ".hypothesis", "build", "dist", "__pycache__"}
HOME_FOLDERS = ("home", "root", "Users", "work", "workspace", "opt", "mnt", "srv")


def commands() -> Iterator[tuple[str, Any]]:
    """Each command of the program with its full name, groups left out."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        # Not by class: newer releases of typer bring a click of their own.
        children = getattr(command, "commands", None)
        if children is None:
            yield name, command
        for child, subcommand in (children or {}).items():
            yield from walk(f"{name} {child}", subcommand)

    yield from walk("factcheck", typer.main.get_command(app))


def parameters(command: Any, kind: str) -> list[Any]:
    """The command's parameters of one kind, ``argument`` or ``option``, that its help shows."""
    return [p for p in command.params if p.param_type_name == kind and not getattr(p, "hidden", False)]


def sections(text: str) -> dict[str, str]:
    """The text under each second-level heading, by the heading."""
    _, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return {heading.strip(): body for heading, _, body in (part.partition("\n") for part in parts)}


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_section_with_its_synopsis(name: str) -> None:
    section = sections(USAGE)[f"`{name}`"]
    assert f"    {name} " in section
    assert all(str(argument.metavar or argument.name) in section for argument in parameters(COMMANDS[name], "argument"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_option_table_has_the_options_of_the_command(name: str) -> None:
    documented = set(re.findall(r"`(--?[a-z][a-z-]*)`", "".join(option_cells(sections(USAGE)[f"`{name}`"]))))
    options = parameters(COMMANDS[name], "option")
    assert documented == {flag for option in options for flag in (*option.opts, *option.secondary_opts)} - {"--help"}


def option_cells(section: str) -> Iterator[str]:
    """The first cell of each row of the tables in a section."""
    for line in section.splitlines():
        if line.startswith("|"):
            yield re.split(r"(?<!\\)\|", line)[1]


def test_options_of_the_program_itself_are_documented() -> None:
    flags = {flag for option in parameters(typer.main.get_command(app), "option") for flag in option.opts}
    assert all(f"`factcheck {flag}`" in USAGE for flag in flags if flag.startswith("--"))


@pytest.mark.parametrize("text", [USAGE, README], ids=["usage", "readme"])
def test_exit_codes_are_documented(text: str) -> None:
    rows = re.findall(r"^\| (\d+) \|", sections(text)["Exit codes"], flags=re.MULTILINE)
    assert rows == [str(code.value) for code in Exit]


@pytest.mark.parametrize("format", REPORTERS)
def test_a_report_format_is_documented(format: str) -> None:
    assert f"- `{format}` " in sections(USAGE)["Reports"]


def test_make_targets_named_in_the_documentation_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    command = re.compile(r"(?:`|^    (?:\S+=\S+ )?)make ([a-z-]+)", re.MULTILINE)
    named = {target for page in PAGES for target in command.findall(page.read_text(encoding="utf-8"))}
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_internal_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in links(page) if not leads_somewhere(page, link)]
    assert not broken


def links(page: Path) -> list[str]:
    """The targets of the links and images of a page that are not on the web."""
    tokens = [child for token in markdown(page) for child in token.children or ()]
    targets = [str(token.attrGet("href") or token.attrGet("src") or "") for token in tokens]
    return [target for target in targets if target and not urlsplit(target).scheme]


def markdown(page: Path) -> list[Any]:
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file of a link exists, and in it the heading or anchor that the link names."""
    path, _, fragment = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if target == ROOT / "reports/discrepancies.md" and not target.exists():
        return True  # `make report` writes it
    return target.exists() and (not fragment or fragment in anchors(target))


def anchors(page: Path) -> set[str]:
    """What can be linked to in a page: its headings, as GitHub names them, and explicit anchors."""
    tokens = markdown(page)
    headings = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', page.read_text(encoding="utf-8")))


def test_the_excerpt_in_the_readme_is_of_the_report() -> None:
    report = ROOT / "reports/discrepancies.md"
    begin, end = (f"<!-- excerpt of reports/discrepancies.md: {edge} -->" for edge in ("begin", "end"))
    excerpt = README[README.index(begin) + len(begin) : README.index(end)]
    lines = [line.removeprefix(">").strip() for line in excerpt.splitlines()]
    assert not report.exists() or not [line for line in lines if line not in report.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", [README, USAGE, OUTPUTS], ids=["readme", "usage", "outputs"])
def test_python_examples_run(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    for example in re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL):
        exec(compile(example, "example", "exec"), {})
    assert capsys.readouterr().out


def test_no_file_names_a_folder_of_the_machine_it_was_made_on() -> None:
    own = re.compile(rf"(?<![\w.~/-])(?:/(?:{'|'.join(HOME_FOLDERS)})/[\w.-]+|{re.escape(str(ROOT))})")
    found = [f"{path.relative_to(ROOT)}: {match[0]}" for path, text in texts() for match in own.finditer(text)]
    assert not found


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project, with its text."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if not path.is_file() or GENERATED & set(parts) or any(p.endswith(("_cache", ".egg-info")) for p in parts):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
