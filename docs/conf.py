"""How Sphinx builds the site (`make docs`). Nothing is fetched, neither here nor by a reader."""

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from optimizer import __version__

project = "rooted"
author = copyright = "The rooted team"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4

napoleon_google_docstring = False
napoleon_use_ivar = True
default_role = "literal"  # `name` in a docstring is code
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"rooted {release}"
html_copy_source = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Let a block of CSV stand as it is; there are no colours for it."""
    app.add_lexer("csv", TextLexer)
