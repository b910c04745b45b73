"""What only a process of its own shows: clean streams, Ctrl-C, doors closed on it, the start."""

import json
import random
import signal
import subprocess
import sys

import pytest
from support.command import ROOT, start
from support.instances import cluster, hub, make_instance, region

import optimizer as opt

HEAVY = ("pyomo", "highspy", "pandas", "numpy", "scipy", "matplotlib", "geopandas")
"""Packages that take longer to import than a planner waits for a page of help."""
SETTINGS = {
    "budget": 3000,
    "discount_rate": 0,
    "stay_half_minutes": 20,
    "culture_half_minutes": 20,
    "commute_limit": 60,
    "culture_limit": 60,
    "job_only_share": 0.5,
    "culture_added_share": 0.5,
    "culture_only_share": 0.03,
}


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """Return a country that is read at once, with a first plan at once and a proof much later."""
    draw = random.Random(1)
    regions = [
        region(
            f"R{place}",
            draw.randint(50, 500),
            youth_zero_migration=draw.randint(600, 2000),
            youth=draw.randint(500, 2000),
            province="PQRS"[place % 4],
            culture_level=round(draw.uniform(0, 0.6), 2),
            local_jobs=100,
        )
        for place in range(90)
    ]
    options = [cluster(f"c{k}", draw.randint(80, 300), draw.randint(100, 900)) for k in range(6)]
    names = [row["region_id"] for row in regions]
    travel = [
        (start, end, draw.randint(10, 70))
        for start in names
        for end in names
        if start != end and draw.random() < 0.4
    ]
    return make_instance(
        tmp_path_factory.mktemp("country"),
        regions,
        [*options, hub("venue", 20, culture_capacity=900)],
        SETTINGS,
        sections={"limits": {"max_clusters_per_region": 2}},
        travel=travel,
    )


def test_help_and_version_load_no_solver():
    """`rooted --version` and `rooted solve --help` answer before anything heavy is imported."""
    script = (
        "import sys\n"
        "from optimizer.cli import main\n"
        "for words in (['--version'], ['--help'], ['solve', '--help']):\n"
        "    sys.argv = ['rooted', *words]\n"
        "    try:\n"
        "        main()\n"
        "    except SystemExit as leaving:\n"
        "        assert not leaving.code\n"
        "print([name for name in sys.modules if '.' not in name], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"rooted {opt.__version__}\n")
    assert "--version" in done.stdout
    assert "--budget" in done.stdout
    assert not [name for name in HEAVY if f"'{name}'" in done.stderr]


@pytest.mark.slow
def test_json_is_alone_with_standard_error_closed():
    """`2>&-`: what can't be said is not said on standard output."""
    words = [sys.executable, "-m", "optimizer", "solve", "tiny", "--time-limit", "0", "--json"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert json.loads(done.stdout)["status"] == "time_limit"


def _read_until(process, wanted):
    """Read standard error until a line is what is wanted; return all read."""
    lines = []
    for line in process.stderr:
        lines.append(line)
        if wanted(line):
            break
    return "".join(lines)


@pytest.mark.parametrize(
    "ending", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_ctrl_c_keeps_the_best_plan(country, tmp_path, ending):
    """SIGINT after the first plan: exit 130, the plan is written with its bound, and it checks.

    SIGTERM, as a batch system sends it, does the same.

    JSON stands alone on standard output; HiGHS's greeting goes nowhere, and progress goes to
    standard error as plain lines.
    """
    words = ("--gap", "0", "--draws", "0", "--out", tmp_path / "plan", "--json")
    process = start("solve", country, *words)
    said = _read_until(process, lambda line: "searching and proving: plan" in line)
    process.send_signal(ending)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert " s  searching and proving: " in said
    assert "\x1b" not in said + err
    assert "HiGHS" not in out + said + err
    written = (tmp_path / "plan" / "plan.json").read_text(encoding="utf-8")
    content = json.loads(written)
    assert content == json.loads(out)
    assert content["status"] == "interrupted"
    assert content["bound"] >= content["objective"] > 0
    summary = (tmp_path / "plan" / "summary.txt").read_text(encoding="utf-8")
    assert "Interrupted: this plan reaches" in summary
    assert opt.check(tmp_path / "plan", country).ok


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_before_any_plan(country, ending):
    """SIGINT or SIGTERM right after reading: exit 130, JSON says so, no traceback."""
    process = start("solve", country, "--json")
    _read_until(process, lambda line: "read and checked" in line)
    process.send_signal(ending)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert json.loads(out)["status"] == "interrupted"
    assert "Traceback" not in err


@pytest.mark.slow
def test_second_ctrl_c_gives_up_at_once(country):
    """Two in a row end the process with 130, whatever HiGHS is doing."""
    process = start("solve", country, "--gap", "0")
    _read_until(process, lambda line: "searching and proving: " in line)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_reader_that_leaves_gets_no_traceback():
    """`rooted schema | head -1`."""
    process = start("schema")
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert "Traceback" not in err
