"""Screenshots of every page of the window, for the user guide and for those who design it.

    python -m tools.screenshots -o FOLDER [--size 1366x768] [--theme contrast_dark] [--letters 200]
        [--scale 125] [--whole] [--small]

The size is that of the window in pixels of the screen, whatever the scale.

Nothing appears on the screen, and no draft of yours is touched: the inquiry shown is the example, in
a temporary folder.
"""

from __future__ import annotations
