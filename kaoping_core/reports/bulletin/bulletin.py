"""Composes the bulletin of a result (考评结果通报) and writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from kaoping_core.errors import StorageError, UsageError
from kaoping_core.export_options import NUMBER_PATTERN, parse_bulletin_number
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.annexes import annex_blocks, annex_titles
from kaoping_core.reports.bulletin.blocks import Block, Document, Style, TextBlock
from kaoping_core.reports.bulletin.body import body_blocks
from kaoping_core.reports.bulletin.wording import DRAFT, format_date, issuer
from kaoping_core.text_table import display_width

ADDRESSEES = "各镇人民政府、各街道办事处，各经济园区管委会，县政府各部门、各直属机构"
"""Whom the notice is addressed to (主送机关), shortened."""
RIGHT_MARGIN = 4 * page_geometry.EM
"""What the date keeps from the right edge: four characters (成文日期右空四字)."""


def result_bulletin(
    result: Result,
    scheme: Scheme,
    *,
    number: str = "",
    on: date | None = None,
    units_annexed: Sequence[str] = (),
    addressees: str = ADDRESSEES,
) -> bytes:
    """Return the bulletin as a Word file in the layout of GB/T 9704-2012; equal arguments give equal bytes.

    A provisional result gives a draft: 征求意见稿 on every page, no letterhead, no number, its date left open.

    Args:
        result: what to publish.
        scheme: the scheme that it was worked out with.
        number: 发文字号, such as ``盘县政办发〔2020〕1号``; empty leaves room for it.
        on: 成文日期; None leaves room for it.
        units_annexed: official names of the units that get a page of their own.
        addressees: 主送机关, without the colon.

    Raises:
        UsageError: for a number that is none, or that a draft should carry; for an unknown unit.
        StorageError: where python-docx is not installed.
    """
    bulletin = compose(
        result, scheme, number=number, on=on, units_annexed=units_annexed, addressees=addressees
    )
    return _writer()(bulletin)


def validate_bulletin(scheme: Scheme, number: str, on: date | None, *, draft: bool) -> None:
    """Check that a bulletin with this number can be written; raises as :func:`result_bulletin`."""
    _normalise_number(number, scheme, on, draft=draft)
    _writer()


def _writer() -> Callable[[Document], bytes]:
    try:
        from kaoping_core.reports.bulletin.docx_writer import write_docx
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"docx", "lxml"}:
            raise
        raise StorageError(
            '写不了 Word 文件：没有安装 python-docx。请先运行：pip install "kaoping[documents]"'
        ) from missing
    return write_docx


def compose(
    result: Result,
    scheme: Scheme,
    *,
    number: str = "",
    on: date | None = None,
    units_annexed: Sequence[str] = (),
    addressees: str = ADDRESSEES,
) -> Document:
    """Return everything that the bulletin says, in order; see :func:`result_bulletin`."""
    draft = result.provisional
    number = _normalise_number(number, scheme, on, draft=draft)
    date_of_issue = None if draft else on
    title = _title(scheme)
    marks = tuple(mark for mark in (DRAFT if draft else "", result.banner) if mark)
    content: list[Block] = []
    if not draft:
        content.append(TextBlock(f"{issuer(scheme)}文件", Style.LETTERHEAD))
        content.append(TextBlock(number, Style.NUMBER))
    content.append(TextBlock(title[0], Style.TITLE, breaks=title[1:]))
    if draft:
        content.append(TextBlock(f"（{DRAFT}）", Style.SUBTITLE))
    content.append(TextBlock(f"{addressees}：", Style.ADDRESSEES))
    content += body_blocks(result, scheme)
    content += _attachments(annex_titles(scheme, units_annexed))
    content += _signature(issuer(scheme), format_date(date_of_issue))
    content += annex_blocks(result, scheme, units_annexed)
    colophon = None if draft else (issuer(scheme), f"{format_date(on)}印发")
    return Document("".join(title), result.run, marks, tuple(content), colophon)


def _normalise_number(number: str, scheme: Scheme, on: date | None, *, draft: bool) -> str:
    """Return the document's number in six-cornered brackets, or a blank one of the notice's series."""
    if draft:
        if number:
            raise UsageError(f"{DRAFT}没有发文字号：正式结果才编号")
        return ""
    if not number:
        series = NUMBER_PATTERN.fullmatch(scheme.document)
        year = "　　" if on is None else str(on.year)
        return f"{series['prefix'] if series else '　　　　'}〔{year}〕　　号"
    return parse_bulletin_number(number)


def _title(scheme: Scheme) -> tuple[str, ...]:
    """Return the title's lines, broken where its meaning allows (GB/T 9704-2012, 7.3.1)."""
    subject, tail = f"关于{scheme.title}", "结果的通报"
    for word in ("考评", "考核"):
        if subject.endswith(word):
            subject, tail = subject.removesuffix(word), word + tail
    return issuer(scheme), subject, tail


def _attachments(names: Sequence[str]) -> Iterator[TextBlock]:
    """Return the list of annexes, one blank line below the text, names aligned (7.3.4).

    It stays on one page with the last words and the signature, so that no signature stands on a page without text.
    """
    for place, name in enumerate(names, 1):
        first = place == 1
        yield TextBlock(
            f"附件：1.{name}" if first else f"{place}.{name}",
            Style.ATTACHMENT if first else Style.NEXT_ATTACHMENT,
            blank_lines=int(first),
            together=True,
        )


def _signature(signed_by: str, date_of_issue: str) -> Iterator[TextBlock]:
    """Return issuer and date: the date four characters from the right edge, the issuer centred above it (7.3.5.1).

    Two blank lines leave a seal of 42 mm its place, its upper edge within a line of the text.
    """
    overhang = (display_width(signed_by) - display_width(date_of_issue)) * page_geometry.EM // 4
    yield TextBlock(
        signed_by, Style.SIGNATURE, blank_lines=2, indent=max(0, RIGHT_MARGIN - overhang), together=True
    )
    yield TextBlock(date_of_issue, Style.SIGNATURE, indent=RIGHT_MARGIN)
