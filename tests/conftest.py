"""What all tests share: a running server, and reproducible examples."""

from __future__ import annotations

import os

from hypothesis import settings

# CI must not fail for a slow machine, nor pass for a lucky draw: same examples every time, no deadline.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
