"""How Sphinx builds the site; `python -m proofs.machinery.site` copies this beside the pages that it writes."""

import tightmax

project = "TightMax"
author = "The TightMax authors"
project_copyright = author
version = release = tightmax.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "proofs.machinery.site.sphinx_math",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["dollarmath", "colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True
nitpick_ignore_regex = [("py:.*", r".*")]  # NumPy's names and type variables have no page without a network

html_theme = "furo"
html_title = f"TightMax {release}"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["tightmax.css"]
html_extra_path = ["_extra"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which a page opened from a disk may not do
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

autodoc_typehints = "none"
autodoc_member_order = "bysource"
