"""How Sphinx builds the site (`make docs`). Nothing is fetched, neither here nor by a reader."""

from dataclasses import is_dataclass
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from optimizer import __version__

project = "rooted"
author = "The rooted team"
project_copyright = "2026, The rooted team"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4

numpydoc_show_class_members = False  # autodoc lists them
autosummary_generate = False
default_role = "literal"  # `name` in a docstring is code
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
toc_object_entries = False  # the headings say the same names
smartquotes_action = "qe"  # --gap stays --gap

html_theme = "furo"
html_title = f"rooted {release}"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["static"]
html_css_files = ["site.css"]


def setup(app: Sphinx) -> None:
    """Let blocks of CSV stand as they are, and results without their constructor's arguments."""
    app.add_lexer("csv", TextLexer)
    app.connect("autodoc-process-signature", _without_fields)


def _without_fields(_app: Sphinx, kind: str, _name: str, found: Any, *_: Any) -> Any:
    """Leave out the signature of a dataclass: it is received, not made, by a reader's script."""
    return ("", None) if kind == "class" and is_dataclass(found) else None
