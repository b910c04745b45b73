"""The command `rooted`: its commands in the order of its help, and the streams it writes to."""

from __future__ import annotations

import io
import logging
import signal
import sys
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.alternatives import alternatives
from optimizer.cli.balance import balance
from optimizer.cli.check import check
from optimizer.cli.command import told
from optimizer.cli.compare import compare
from optimizer.cli.equity import equity
from optimizer.cli.exits import INTERRUPTED, leave
from optimizer.cli.explore import explore
from optimizer.cli.importance import importance
from optimizer.cli.new import new
from optimizer.cli.report import report
from optimizer.cli.robust import robust
from optimizer.cli.schema import schema
from optimizer.cli.score import score
from optimizer.cli.sensitivity import sensitivity
from optimizer.cli.solve import solve
from optimizer.cli.sweep import sweep
from optimizer.cli.telling import begin, complain
from optimizer.cli.why import why

app = typer.Typer(
    name="rooted",
    help="Decide which regions get high-tech clusters and cultural hubs so that youth can stay.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
for command in (
    solve,
    sweep,
    explore,
    balance,
    robust,
    alternatives,
    score,
    equity,
    importance,
    why,
    sensitivity,
    compare,
    report,
    check,
    new,
    schema,
):
    app.command()(told(command))


def _print_version(asked: bool) -> None:
    if asked:
        print(f"rooted {opt.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    pass


def _end_as_by_ctrl_c() -> None:
    """Let SIGTERM, and Ctrl-Break on Windows, end a command as Ctrl-C does: nothing is lost."""
    for name in ("SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def main() -> None:
    """Run the command line; text is UTF-8 everywhere, also where Windows would use CP949."""
    if sys.stderr is None:  # closed: messages must not appear on standard output instead
        sys.stderr = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    begin()
    # Pyomo writes its errors to standard output, where --json must be alone; ours say them.
    logging.getLogger("pyomo").setLevel(logging.CRITICAL)
    _end_as_by_ctrl_c()
    try:
        app()
    except KeyboardInterrupt:
        complain("Interrupted.")
        leave(INTERRUPTED)
    except SystemExit as leaving:
        leave(leaving.code)
    finally:
        begin()  # nobody else's messages go into a log that was asked for once
