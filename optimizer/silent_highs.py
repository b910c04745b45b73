"""HiGHS without its greeting: standard output belongs to `--json` alone."""

from __future__ import annotations

import highspy


class SilentHighs(highspy.Highs):
    """HiGHS that prints nothing, not even the greeting of version 1.16 when it is made."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name; called as it is made
        """Switch the output off before the first word that HiGHS would say."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
