"""Runs the notebooks of the pages and writes what their cells show into them.

Run: python docs/run_notebooks.py (`make notebooks` does), or with names of notebooks. Cells are run
one after another in a folder of their own, as Jupyter would, but without its packages. They may do
whatever the one who runs them may: run notebooks of this project, not those of strangers.
"""

from __future__ import annotations

import ast
import io
import json
import sys
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).parent / "notebooks"
Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    """Return a notebook's content."""
    content: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return content


def run(notebook: Notebook) -> list[list[dict[str, Any]]]:
    """Run a notebook's code; return what each of its code cells shows."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    # Tables as wide as they are, whatever the terminal.
    wide = pd.option_context("display.width", 200, "display.max_columns", None)
    with tempfile.TemporaryDirectory() as folder, chdir(folder), wide:
        return [_run(source_of(cell), scope) for cell in code_cells(notebook)]


def code_cells(notebook: Notebook) -> list[dict[str, Any]]:
    """Return the cells that hold code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's text."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _run(source: str, scope: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell; return what it prints and the value of its last line, as Jupyter shows them."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    # Progress goes to standard error; how long it took is nothing for a page.
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        exec(compile(ast.Module(body, []), "cell", "exec"), scope)
        value = None
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), scope)
    text = printed.getvalue()
    shown: list[dict[str, Any]] = []
    if text:
        shown.append({"output_type": "stream", "name": "stdout", "text": _lines(text)})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = _lines(value._repr_html_())
        shown.append({"output_type": "display_data", "metadata": {}, "data": data})
    return shown


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def refresh(path: Path) -> None:
    """Run a notebook and write it with what its cells show."""
    notebook = read(path)
    for number, (cell, shown) in enumerate(
        zip(code_cells(notebook), run(notebook), strict=True), start=1
    ):
        cell["outputs"], cell["execution_count"] = shown, number
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def markdown(notebook: Notebook) -> str:
    """Return a notebook as a page of the site: text, code, and what the cells show."""
    parts = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            parts.append(source_of(cell))
        else:
            parts.append(_fenced("python", source_of(cell)))
            parts += [_shown(output) for output in cell["outputs"]]
    return "\n\n".join([*parts, ""])


def _shown(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return _fenced("text", "".join(output["text"]))
    data = output["data"]
    if "text/html" in data:
        return _fenced("{raw} html", "".join(data["text/html"]))
    return _fenced("text", "".join(data["text/plain"]))


def _fenced(kind: str, text: str) -> str:
    return f"````{kind}\n{text.rstrip()}\n````"


if __name__ == "__main__":
    for chosen in [FOLDER / name for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        refresh(chosen)
        print(chosen.name)
