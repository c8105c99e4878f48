"""Start the tool by the name of its package."""

from __future__ import annotations

import sys

from tools.screenshots.take import main

sys.exit(main())
