"""The documentation, built by `sphinx-build -W docs OUT`.

Its pages are Markdown, which also reads well as it is.
"""

project = "perf_analysis"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
language = "zh_CN"
html_theme = "furo"
html_title = "perf-analysis"
# Read offline like a briefing: no font, script or picture from elsewhere.
html_show_sphinx = False
html_copy_source = False
