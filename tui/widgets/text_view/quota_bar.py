"""Draws how many units stand in each tier of an appraisal, against how many may; the counts come from the caller."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tui.cell_text import Glyphs
from tui.widgets.table.data import Tone
from tui.widgets.text_view.data import Paragraph

_MOST_BLOCKS = 40


@frozen
class QuotaTier:
    """A tier with its count, quota and note."""

    title: str
    text: str
    """How many of how many, such as ``7/6``."""
    used: int
    """Blocks to be drawn …"""
    quota: int
    """… and how many of them are within the quota."""
    note: str = ""
    """Such as 超1; empty where all is well."""
    tone: Tone = ""


def quota_blocks(tier: QuotaTier, marks: Glyphs) -> str:
    """Draw one block a unit; units beyond the quota follow a mark, free places are dots."""
    used, quota = max(0, tier.used), max(0, tier.quota)
    if max(used, quota) > _MOST_BLOCKS:
        return ""  # too many blocks to be counted; the text says the number
    within = marks.block * min(used, quota) + marks.bar_rest * (quota - used)
    return within + (marks.excess + marks.block * (used - quota) if used > quota else "")


def quota_text(tiers: Sequence[QuotaTier], marks: Glyphs) -> str:
    """Return all tiers as one text, each as ``较好 7/6 ■■■■■■!■ 超1``."""
    return "  ".join(
        " ".join(filter(None, (tier.title, tier.text, quota_blocks(tier, marks), tier.note)))
        for tier in tiers
    )


def quota_paragraphs(tiers: Sequence[QuotaTier], marks: Glyphs) -> tuple[Paragraph, ...]:
    """Return a paragraph for each tier."""
    return tuple(
        Paragraph(
            "  ".join(filter(None, (quota_blocks(tier, marks), tier.note))),
            tone=tier.tone or ("warning" if tier.note else ""),
            label=tier.title,
            cells=(tier.text,),
        )
        for tier in tiers
    )
