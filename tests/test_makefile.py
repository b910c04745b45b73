"""The targets of the Makefile hang together."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.*##", TEXT, flags=re.M)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_made(target):
    """What it needs has a rule, and no rule stands twice."""
    words = ["make", "--dry-run", target, "SOURCES=x"]
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    told = subprocess.run(words, cwd=ROOT, env=alone, capture_output=True, text=True)
    assert told.returncode == 0
    assert told.stderr == ""


def test_all_targets_are_told_of():
    """What .PHONY names has a line of help, but for help itself."""
    phony = re.search(r"^\.PHONY: (.*)$", TEXT, flags=re.M)
    assert set(phony[1].split()) - {"help"} == set(TARGETS)
