"""Search: query text to a tree, to SQL, to ids; places over the original text; concordance rows.

The rest of the program uses ``parse``, ``unparse``, ``compile_query`` and ``Searcher``.
"""

from app.search.compile import Compiled, compile_query
from app.search.explain import Explanation, explain
from app.search.folding import Folding
from app.search.parser import Query, parse
from app.search.searcher import Searcher, SearchResult
from app.search.unparse import unparse

__all__ = [
    "Compiled",
    "Explanation",
    "Folding",
    "Query",
    "SearchResult",
    "Searcher",
    "compile_query",
    "explain",
    "parse",
    "unparse",
]
