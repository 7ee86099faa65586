"""Performance forms filled in from a seed, with the truth of their indicators and funds,
written as docx, pdf, html, xlsx and text.
"""

from made.forms.compared import compare, measure
from made.forms.hand import Cell, MadeForm
from made.forms.layouts import LAYOUTS, make_form
from made.forms.words import ITEMS
from made.forms.written import WRITERS, typed, write_bars, write_docx, write_lines, write_xlsx

__all__ = [
    "ITEMS",
    "LAYOUTS",
    "WRITERS",
    "Cell",
    "MadeForm",
    "compare",
    "make_form",
    "measure",
    "typed",
    "write_bars",
    "write_docx",
    "write_lines",
    "write_xlsx",
]
