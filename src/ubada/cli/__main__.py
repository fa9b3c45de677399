"""`python -m ubada.cli` is the same as `ubada`."""

from __future__ import annotations

import sys

from ubada.cli import main

sys.exit(main())
