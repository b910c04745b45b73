"""Many solves or evaluations of variants of one problem: sweeps, alternatives, uncertainty."""
