"""What only a process of its own shows: clean streams, Ctrl-C, and doors closed on it."""

import json
import signal
import subprocess
import sys

from support.command import ROOT, apart, start

QUICK = ("solve", "tiny", "--budget", "60")


def test_json_stands_alone_on_standard_output():
    """HiGHS's greeting goes nowhere; progress goes to standard error as plain lines."""
    answer = apart(*QUICK, "--json")
    assert answer.code == 0
    assert answer.json["status"] == "optimal"
    assert "HiGHS" not in answer.out + answer.err
    lines = [line for line in answer.err.splitlines() if " s  best plan: " in line]
    assert lines
    assert "\x1b" not in answer.err


def test_json_is_alone_with_standard_error_closed():
    """`2>&-`: what can't be said is not said on standard output."""
    words = [sys.executable, "-m", "optimizer", *QUICK, "--json"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "optimal"


def _read_until(process, wanted):
    """Read standard error until a line is what is wanted; return all read."""
    lines = []
    for line in process.stderr:
        lines.append(line)
        if wanted(line):
            break
    return lines


def test_ctrl_c_keeps_the_best_plan(tmp_path):
    """SIGINT after the first plan: exit 130, the plan is written with its bound, and it checks."""
    process = start(
        "solve",
        "korea",
        "--gap",
        "0",
        "--draws",
        "0",
        "--out",
        tmp_path / "plan",
    )
    _read_until(process, lambda line: "best plan: plan" in line)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Interrupted: this plan reaches" in out
    assert "Traceback" not in err
    content = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert content["status"] == "interrupted"
    assert content["bound"] >= content["objective"] > 0
    assert apart("check", tmp_path / "plan", "--instance", "korea").code == 0


def test_ctrl_c_before_any_plan():
    """SIGINT right after reading: exit 130, JSON says so, no traceback."""
    process = start("solve", "korea", "--json")
    _read_until(process, lambda line: "read and checked" in line)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert json.loads(out)["status"] == "interrupted"
    assert "Traceback" not in err


def test_second_ctrl_c_gives_up_at_once():
    """Two in a row end the process with 130, whatever HiGHS is doing."""
    process = start("solve", "korea", "--gap", "0")
    _read_until(process, lambda line: "best plan: " in line)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_reader_that_leaves_gets_no_traceback():
    """`rooted solve … | head -1`."""
    process = start(*QUICK)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert "Traceback" not in err
