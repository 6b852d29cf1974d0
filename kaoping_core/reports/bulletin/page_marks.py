"""Page numbers and draft marks on every page; needs python-docx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.docx_xml import make_element, page_number, sanitise_text, text_run
from kaoping_core.reports.bulletin.styles import FIRST_FONT, NUMBER_FONT, font_attributes

PAGE_NUMBER_SIZE = 28
"""Half points: 4号 (GB/T 9704-2012, 7.5)."""
DASH = "\N{EM DASH}"
LONGEST_WATERMARK = 480
"""Points that a watermark is long at most, so that it stays on the page aslant."""


def number_pages(document: Document) -> None:
    """Number pages on the outer side, one character in: odd pages right, even pages left (7.5)."""
    (section,) = document.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _fill(footer._element, _page_number(side))


def mark_pages(document: Document, marks: Sequence[str]) -> None:
    """Print marks at the head of every page and as a watermark behind its text."""
    (section,) = document.sections
    for number, header in enumerate((section.header, section.even_page_header), 1):
        header.is_linked_to_previous = False
        _fill(header._element, _heading(marks, _watermark("　".join(marks), number)))


def _fill(element: Any, paragraph: Any) -> None:
    for each in list(element):
        element.remove(each)
    element.append(paragraph)


def _page_number(side: str) -> Any:
    properties = make_element(
        "w:pPr",
        make_element("w:snapToGrid", val=0),
        make_element("w:spacing", line=PAGE_NUMBER_SIZE * 10, lineRule="exact"),
        make_element("w:ind", **{side: page_geometry.EM}),
        make_element("w:jc", val=side),
    )
    before, number, after = text_run(f"{DASH} "), page_number(), text_run(f" {DASH}")
    for run in (before, *number, after):
        run.insert(0, _look(NUMBER_FONT, PAGE_NUMBER_SIZE))
    return make_element("w:p", properties, before, number, after)


def _heading(marks: Sequence[str], watermark: Any) -> Any:
    properties = make_element("w:pPr", make_element("w:snapToGrid", val=0), make_element("w:jc", val="left"))
    text = text_run("　".join(marks), _look(FIRST_FONT, page_geometry.SIZE))
    return make_element("w:p", properties, make_element("w:r", watermark), text)


def font_of(name: str) -> Any:
    """Return the element that sets a font."""
    return parse_xml(font_attributes(name).replace("<w:rFonts", f"<w:rFonts {nsdecls('w')}"))


def _look(font: str, half_points: int) -> Any:
    """Return run properties that ignore the page's grid."""
    off_grid = make_element("w:snapToGrid", val=0)
    sizes = make_element("w:sz", val=half_points), make_element("w:szCs", val=half_points)
    return make_element("w:rPr", font_of(font), off_grid, *sizes)


def _watermark(text: str, number: int) -> Any:
    """Return the shape that Word makes for a watermark."""
    width = min(LONGEST_WATERMARK, 90 * len(text))
    picture = parse_xml(_WATERMARK.format(number=number, width=width, height=max(12, width // len(text))))
    (path,) = picture.findall(f"{{{_VML}}}shape/{{{_VML}}}textpath")
    path.set("string", sanitise_text(text))
    return picture


_VML = "urn:schemas-microsoft-com:vml"
_WATERMARK = f"""<w:pict {nsdecls("w")} xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"
 o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>
</v:shapetype><v:shape id="PowerPlusWaterMarkObject{{number}}" o:spid="_x0000_s204{{number}}" type="#_x0000_t136"
 style="position:absolute;margin-left:0;margin-top:0;width:{{width}}pt;height:{{height}}pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;{FIRST_FONT}&quot;;font-size:1pt" string=""/></v:shape></w:pict>"""
