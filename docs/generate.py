"""Gathers the pages of the site: those written here, and the reference, made from the source.

Run: python docs/generate.py FOLDER (`make docs` does, and builds the site from it). Pages on API,
commands, rules and schema are never written by hand, so that they can't drift from the package.
"""

from __future__ import annotations

import re
import runpy
import shutil
import sys
from collections.abc import Iterable, Mapping
from inspect import isfunction
from pathlib import Path, PurePosixPath
from posixpath import dirname, normpath, relpath

from typer.main import get_group

import optimizer as opt
from optimizer.cli.main import app
from optimizer.instance import schema_markdown
from optimizer.model import RULES, Rule

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FROM_ELSEWHERE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "data/korea/SOURCES.md": "korea/sources.md",
}
"""Pages that stand outside docs/ in the project, by where the site has them."""
KINDS = {
    "planner": "A planner can change it.",
    "structural": "It says how people and things behave.",
}
UNITS = {"money": "the instance's currency", "": "pure numbers"}
AMOUNT = re.compile(r"\{\w+\}")
"""Where a message has the number that mends it."""
WITHOUT_NUMBER = "Levers, interactions and objectives"
"""Heading of the families of rule 0."""
HEADING = re.compile(r"^(\d+)\. \*\*(.+?)\.?\*\*", re.MULTILINE)
"""Number and title of a rule on the page about the model."""
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s#]+)(#[^()\s]*)?\)")


def api_page() -> str:
    """Return the page on the Python API, a directive for each public name."""
    names = [name for name in opt.__all__ if not name.startswith("__")]
    objects = {name: getattr(opt, name) for name in names}
    errors = [
        name
        for name, found in objects.items()
        if isinstance(found, type) and issubclass(found, BaseException)
    ]
    classes = [
        name for name, found in objects.items() if isinstance(found, type) and name not in errors
    ]
    functions = [name for name in names if isfunction(objects[name])]
    types = [name for name in names if name not in {*errors, *classes, *functions}]
    lines = [
        "# Python",
        "",
        "All names of `optimizer` (`import optimizer as opt`), from their docstrings. What is not "
        "here is not public: [what you can rely on](public.md).",
    ]
    for title, group, directive, options in (
        ("Functions", functions, "autofunction", ()),
        ("Classes", classes, "autoclass", ("members", "inherited-members")),
        ("Errors", errors, "autoexception", ("members", "show-inheritance")),
    ):
        lines += ["", f"## {title}"]
        for name in group:
            lines += ["", f"### {name}", "", "```{eval-rst}", f".. {directive}:: optimizer.{name}"]
            lines += [f"   :{option}:" for option in options]
            lines += ["```", *_attributes(objects[name])]
    lines += ["", "## Types"]
    for name in types:
        lines += ["", f"### {name}", "", f"`{objects[name]}`"]
    return "\n".join([*lines, ""])


def _attributes(found: object) -> list[str]:
    """Return a directive for each class of the package that a public one extends."""
    lines = []
    for base in getattr(found, "__mro__", (found,))[1:]:
        if base.__module__.startswith("optimizer."):
            lines += ["", "```{eval-rst}", f".. autoclass:: {base.__module__}.{base.__qualname__}"]
            lines += ["   :no-index:", "```"]
    return lines


def commands_page() -> str:
    """Return the page on the command line, from the very definitions that parse it."""
    lines = [
        "# Commands",
        "",
        "Exit codes: 0 done, 2 bad input, 3 no plan can exist, 4 none found in time, 5 a plan "
        "fails its check, 130 interrupted.",
    ]
    group = get_group(app)
    with group.make_context("rooted", [], resilient_parsing=True) as outer:
        options = group.get_params(outer)
        lines += ["", *_options(param.get_help_record(outer) for param in options)]
        for name in group.list_commands(outer):
            command = group.commands[name]
            with command.make_context(name, [], parent=outer, resilient_parsing=True) as context:
                usage = command.get_usage(context).removeprefix("Usage: ")
                records = [param.get_help_record(context) for param in command.get_params(context)]
            lines += ["", f"## rooted {name}", "", f"```text\n{usage}\n```"]
            lines += ["", (command.help or "").strip(), "", *_options(records)]
    return "\n".join([*lines, ""])


def _options(records: Iterable[tuple[str, str] | None]) -> list[str]:
    """Return the lines of a table of arguments and options."""
    lines = ["| argument or option | meaning |", "|---|---|"]
    for record in records:
        if record is not None:
            name, meaning = (" ".join(text.split()).replace("|", "\\|") for text in record)
            lines.append(f"| `{name}` | {meaning} |")
    return lines


def rules_page(rules: Mapping[str, Rule]) -> str:
    """Return the page on the model's rules, an entry for each family of constraints.

    Parameters
    ----------
    rules : mapping of name to Rule
        As `optimizer.model.RULES`; the name is that of the component in the Pyomo model.
    """
    model = (DOCS / "explanation" / "model.md").read_text(encoding="utf-8")
    headings = {int(number): words for number, words in HEADING.findall(model)}
    lines = [
        "# Rules",
        "",
        "Every family of constraints of the decision model, from the entries beside its code. "
        "The name in code letters is that of the component in the model that `opt.build_model` "
        "returns. Where a rule can't be met, the message gives the number that is … here. Symbols, "
        "and why the rules are as they are: [the model](../explanation/model.md).",
    ]
    for number in sorted({rule.number for rule in rules.values()}, key=lambda it: (it == 0, it)):
        lines += ["", f"## {number}. {headings[number]}" if number else f"## {WITHOUT_NUMBER}"]
        for name, rule in rules.items():
            if rule.number == number:
                lines += _rule(name, rule)
    return "\n".join([*lines, ""])


def _rule(name: str, rule: Rule) -> list[str]:
    """Return the lines of one entry."""
    unit = UNITS.get(rule.unit, rule.unit)
    lines = ["", f"### {rule.title}", "", f"`{name}`, in {unit}. {KINDS[rule.kind]}"]
    lines += ["", f"```text\n{rule.formula}\n```"]
    if rule.remedy:
        remedy = AMOUNT.sub("…", rule.remedy)
        end = "" if remedy.endswith("…") else "."
        lines += ["", f"Where it can't be met: {remedy}{end}"]
    return lines


def generated() -> dict[str, str]:
    """Return the pages of the reference that are made from the source, by path in the site."""
    return {
        "reference/api.md": api_page(),
        "reference/cli.md": commands_page(),
        "reference/rules.md": rules_page(RULES),
        "reference/schema.md": schema_markdown(),
    }


def pages() -> dict[str, str]:
    """Return every page of the site by its path in it, links to files of the project resolved."""
    made = generated()
    written = [path for kind in ("md", "ipynb") for path in sorted(DOCS.rglob(f"*.{kind}"))]
    sources = [path.relative_to(ROOT) for path in written]
    places = {
        source.as_posix(): source.relative_to("docs").with_suffix(".md").as_posix()
        for source in sources
    }
    places |= FROM_ELSEWHERE
    places |= {f"docs/{place}": place for place in made}
    texts = {
        place: _linked(_text_of(ROOT / source), source, places)
        for source, place in places.items()
        if place not in made
    }
    return texts | {place: _linked(text, f"docs/{place}", places) for place, text in made.items()}


def _text_of(path: Path) -> str:
    """Return a page's text; a notebook becomes one."""
    if path.suffix == ".ipynb":
        notebooks = runpy.run_path(str(DOCS / "run_notebooks.py"))
        return str(notebooks["markdown"](notebooks["read"](path)))
    return path.read_text(encoding="utf-8")


def _linked(text: str, source: str, places: Mapping[str, str]) -> str:
    """Turn links to files of the project into links of the site, or into their text alone.

    Parameters
    ----------
    text : str
        Of the page.
    source : str
        Where the page stands in the project.
    places : mapping
        Where the site has each file of the project that is a page of it.
    """

    def resolved(link: re.Match[str]) -> str:
        words, target, anchor = link.groups()
        found = normpath(f"{dirname(source)}/{target}").lstrip("/")
        if found in places:
            new = relpath(places[found], dirname(places[source]) or ".")
            shown = PurePosixPath(words).stem if words.endswith(".md") else words
            return f"[{shown}]({new}{anchor or ''})"
        beside = found.startswith("docs/") and (ROOT / found).is_file()
        inside = (ROOT / found).exists() and not beside
        return (words if words.startswith("`") else f"`{words}`") if inside else link[0]

    return LINK.sub(resolved, text)


def write(folder: Path) -> None:
    """Write every page, and the pictures that they show, to a folder that is not there yet."""
    folder.mkdir(parents=True)
    for place, text in pages().items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(DOCS / "images", folder / "images")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
