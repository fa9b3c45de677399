"""Documents become blocks, and blocks become recommendations: pure functions that know neither database nor web.

`pipeline.read_source` reads one document in this process; `child.read_files` does the same in a child process with
limits, which is the way for anything that came from outside.
"""

from typing import Final

VERSION: Final = 1
"""Goes up when the reader may find something else in a document than before: what was read earlier is offered anew."""
