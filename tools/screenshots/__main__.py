"""Start the tool by the name of its package."""

from __future__ import annotations

import sys

from tools.screenshots.pages import main

sys.exit(main())
