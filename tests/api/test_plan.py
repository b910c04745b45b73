"""A plan as an object: it prints and saves itself."""

import dataclasses

from support.plans import tiny_plan


def test_print_is_the_summary():
    """`print(plan)` says what `plan.summary()` says."""
    assert str(tiny_plan()) == tiny_plan().summary()


def test_save_returns_the_folder(tmp_path):
    """Words or a Path, with folders above that aren't there yet."""
    folder = dataclasses.replace(tiny_plan(), boundaries=None).save(str(tmp_path / "a" / "b"))
    assert (folder / "plan.json").is_file()
