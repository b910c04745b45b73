"""The page on why a plan is as it is: its code runs, and prints what the page says."""

import re
import runpy
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "why-this-plan.md"


@pytest.mark.slow
def test_example_of_why(tmp_path, capsys):
    """The page's numbers and sentences are those of its code."""
    text = PAGE.read_text(encoding="utf-8")
    script = tmp_path / "page.py"
    script.write_text("\n".join(re.findall(r"```python\n(.*?)```", text, re.S)), encoding="utf-8")
    scope = runpy.run_path(str(script))
    printed = capsys.readouterr().out
    for block in re.findall(r"```text\n(.*?)```", text, re.S):
        for line in block.splitlines():
            assert " ".join(line.split()) in " ".join(printed.split())
    assert scope["holds"].ranges["from"].tolist() == [48.0]
