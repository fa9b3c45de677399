"""Words made comparable: one normalisation, used both when a text is indexed and when a reader asks.

A word meets another when their forms are equal. A form is made in two steps: `fold` writes the word the way it is
typed on a keyboard without the language's own letters, and `stem` takes inflection off. Both depend on the word and
the language alone, so the index never needs rebuilding for a query's sake.
"""

from ubada.search.normalise.folding import fold
from ubada.search.normalise.forms import Token, highlight, index_forms, query_forms, tokens, word_form
from ubada.search.normalise.stemming import stem

__all__ = ["Token", "fold", "highlight", "index_forms", "query_forms", "stem", "tokens", "word_form"]
