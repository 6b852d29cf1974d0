"""What states of reports and scores are called in lines; the same words as on the screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaoping_core.model.scores import CellState
from kaoping_core.pages.labels import FAILED_FLAG, FLAG_MEANINGS, PROVISIONAL_FLAG, STATE_LABELS
from kaoping_core.pages.schema import (
    EvaluatorSummary,
    ExplanationLineData,
    GroupUnitRow,
    RankingRow,
    ScoreExplanation,
    UnitPage,
)

FLAGS_BESIDE_STATES = (PROVISIONAL_FLAG, FAILED_FLAG)
"""Flags that say what a score's state does not."""


def status_label(evaluator: EvaluatorSummary) -> str:
    """How an evaluator stands."""
    unsigned = evaluator["file"] and not evaluator["signed"]
    return f"{evaluator['state_words']}{'，没有签字盖章' if unsigned else ''}"


def score_state_label(explanation: ScoreExplanation) -> str:
    """Return the remark on a score; empty for one that was simply scored."""
    state = CellState(explanation["state"])
    words = [] if state is CellState.SCORED else [STATE_LABELS[state]]
    words += [FLAG_MEANINGS[flag] for flag in (explanation.get("mark", ""),) if flag in FLAGS_BESIDE_STATES]
    return "，".join(words)


def rank_label(unit: RankingRow | GroupUnitRow | UnitPage) -> str:
    """A unit's rank, or why it has none."""
    return f"第{unit['rank']}名" if unit["rank"] else unit["remark"]


def explanation_lines(explanation: ScoreExplanation) -> Iterator[str]:
    """Yield the lines of a score explanation (依据)."""
    measure = f"，{explanation['measure']}" if explanation["measure"] else ""
    yield f"{explanation['clause']}，权重{explanation['weight']}{measure}，{explanation['evaluator']}"
    if explanation["note"]:
        yield f"说明：{explanation['note']}"
    for line in explanation["lines"]:
        yield f"{line['label']}：{_format_line(line)}"
        if "decision" in line:
            yield f"　　依据决定{line['decision']}（{line['decided']}）"
    yield f"得分：{'　'.join(filter(None, (explanation['score'], explanation['verdict'])))}"
    if explanation["loss"]:
        yield f"失分：{explanation['loss']}"


def _format_line(line: ExplanationLineData) -> str:
    """A line of an explanation without its label; of a step with numbers, what came out of it too."""
    text = line["words"]
    if "value" in line:
        text += f" {line['value']}" if line["label"] == "报送" else f" → {line['value']}"
        text += f" ＝ {line['result']}" if "result" in line else ""
    return text + (f"〔{line['place']}〕" if "place" in line else "")


def legend(flags: Iterable[str]) -> Iterator[str]:
    """Yield the meanings of flags, without repetition."""
    for flag in dict.fromkeys(flags):
        if meaning := FLAG_MEANINGS.get(flag):
            yield f"{flag}：{meaning}"
