"""The notebooks of the pages run, show what they hold, and stand on the site."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUNNER = runpy.run_path(str(ROOT / "docs" / "run_notebooks.py"))
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
LONG = ("korea.ipynb", "what-ifs.ipynb")
"""These solve for more than some seconds."""


def words(outputs: list[dict]) -> list[str]:
    """Return what cells show as text: numbers and words, not the layout."""
    return [
        "".join(output.get("text") or output["data"]["text/plain"]).strip() for output in outputs
    ]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.slow) if path.name in LONG else path
        for path in NOTEBOOKS
    ],
    ids=lambda path: path.stem,
)
def test_a_notebook_shows_what_its_cells_give(path: Path) -> None:
    """Every cell runs, and shows what the notebook holds; else: make notebooks."""
    notebook = RUNNER["read"](path)
    cells = RUNNER["code_cells"](notebook)
    for cell, shown in zip(cells, RUNNER["run"](notebook), strict=True):
        assert words(shown) == words(cell["outputs"]), RUNNER["source_of"](cell)


def test_there_are_three() -> None:
    """Korea, your own country, what-ifs."""
    assert [path.stem for path in NOTEBOOKS] == ["korea", "what-ifs", "your-own-country"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_a_page(path: Path) -> None:
    """Its text, code and what cells show stand on the page, in their order."""
    notebook = RUNNER["read"](path)
    page = RUNNER["markdown"](notebook)
    places = [page.index(RUNNER["source_of"](cell).strip()) for cell in notebook["cells"]]
    assert places == sorted(places)
    assert page.count("```{raw} html") >= 2
    assert "<script" not in page
