"""What a text in the marked language (docs/words.md) says outside of ⟦ and ⟧: not from the catalogue."""

from __future__ import annotations

import re


def outside(text: str) -> str:
    """A text without its marks and what stands between them."""
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    return text
