"""Pyomo is imported without what it would import beside it, and is whole for who needs it."""

import subprocess
import sys

import pytest
from support.command import ROOT

UNASKED = ("scipy.stats", "scipy.optimize", "matplotlib", "networkx", "fsspec")
"""What takes long to import, and what a small solve does without."""


@pytest.mark.parametrize("before", ["", "import scipy.sparse\n"])
def test_a_solve_imports_nothing_that_it_does_without(before):
    """Not even where SciPy was there before Pyomo."""
    script = (
        f"import sys\n{before}import optimizer as opt\n"
        "plan = opt.solve('tiny', budget=100)\n"
        "assert str(plan)\n"
        f"print([name for name in {UNASKED} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_model_that_is_given_away_knows_solvers_and_writers(tmp_path):
    """`build_model` gives a model that Pyomo can write, though nobody imported its plugins."""
    path = tmp_path / "tiny.lp"
    script = (
        "import optimizer as opt\n"
        f"opt.build_model('tiny').write({str(path)!r})\n"
        "from pyomo.common.dependencies import scipy\n"
        "assert scipy.stats.norm.cdf(0) == 0.5\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    assert path.stat().st_size > 0
