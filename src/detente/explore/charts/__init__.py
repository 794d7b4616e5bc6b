"""Charts: rows in, SVG out. Pure, no script, no fixed width: places are per cent, so that text keeps its size.

Colours are classes that the style sheet resolves (`coop`, `conf`, `ink`, `faint`), so charts follow light and dark.
"""
