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
    "sphinx_gallery.gen_gallery",
    "proofs.machinery.site.sphinx_extension",
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
html_css_files = ["tightmax.css", "thumbnails.css"]
html_extra_path = ["_extra"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched, which a page opened from a disk may not do
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

exclude_patterns = ["_tutorial", "_pictures", "_doctrees", "_extra", "generated", "sg_execution_times.rst"]
default_role = "literal"  # what docstrings write between single backticks

sphinx_gallery_conf = {
    "examples_dirs": ["_tutorial", "_pictures"],
    "gallery_dirs": ["tutorial", "gallery"],
    "image_scrapers": ("proofs.machinery.site.pictures.scraper",),
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "notebook_extensions": set(),  # a program is offered as a program
    "show_signature": False,
    "min_reported_time": 3600,  # how long a program took on the machine that built the site is nobody's business
    "write_computation_times": False,
    "reset_modules": ("matplotlib",),
}

autodoc_typehints = "none"
autodoc_mock_imports = ["torch", "jax"]  # of what is for them the texts are read alone, and the site needs neither
autodoc_member_order = "bysource"
