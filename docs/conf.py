"""Sphinx configuration: MyST pages, furo, no outside resources."""

from importlib.metadata import version as _version

project = "Détente"
author = "The Détente developers"
copyright = "2026, the Détente developers"
release = version = _version("detente")
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Détente {release}"
html_static_path: list[str] = []
autodoc_typehints = "description"
exclude_patterns = ["_build"]
nitpicky = False
suppress_warnings = ["myst.xref_missing"]
