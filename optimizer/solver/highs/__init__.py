"""HiGHS: one run, its controls, progress, and Ctrl-C."""
