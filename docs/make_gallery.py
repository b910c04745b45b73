"""Draws the pictures of the gallery: python docs/make_gallery.py PLAN INSTANCE.

PLAN is a folder that `rooted solve INSTANCE --out PLAN` wrote. Pictures are made small and of few
colours, so that the pages stay light.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import optimizer as opt

IMAGES = Path(__file__).parent / "images" / "gallery"
SHOWN = ("map", "importance", "flows", "pyramid", "youth_path", "extinction_risk", "tornado")
WIDTH, COLOURS = 900, 96


def main(plan: str, instance: str) -> None:
    """Draw a plan's figures into the gallery.

    Raises
    ------
    InputError
        There is no such plan, or it was made for other tables.
    """
    source = opt.load(instance)
    found = opt.load_plan(plan, source=source, boundaries=source.boundaries)
    if found.reasons is None:
        found = opt.explain(replace(found, source=source))
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for path in found.figures(folder, formats=["png"]):
            if path.stem in SHOWN:
                small(path, IMAGES / path.name)


def small(path: Path, out: Path) -> None:
    """Write a picture at most so wide, and with few colours."""
    with Image.open(path) as picture:
        picture = picture.convert("RGB")
        picture.thumbnail((WIDTH, 2 * WIDTH))
        few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
