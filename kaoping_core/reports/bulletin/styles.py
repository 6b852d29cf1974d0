"""Styles, fonts and settings of the document; needs python-docx."""

from __future__ import annotations

from typing import Any, NamedTuple

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.blocks import Style

TITLE_FONT, BODY_FONT, SECOND_FONT, FIRST_FONT = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
NUMBER_FONT = "宋体"
FALLBACKS = {
    TITLE_FONT: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    BODY_FONT: "仿宋,FangSong,华文仿宋,STFangsong,FandolFang R,Noto Serif CJK SC",
    SECOND_FONT: "楷体,KaiTi,华文楷体,STKaiti,FandolKai,Noto Serif CJK SC",
    FIRST_FONT: "SimHei,华文黑体,STHeiti,Noto Sans CJK SC",
    NUMBER_FONT: "SimSun,华文宋体,STSong,Noto Serif CJK SC",
}
"""Fonts that every office in China has, and what stands in for each where it is missing, best first."""
LETTERHEAD_SIZE = 96
"""Half points of the letterhead before it is narrowed."""
RED = "FF0000"


class ParagraphLook(NamedTuple):
    """Look of a style, in half points and twips."""

    font: str = BODY_FONT
    size: int = page_geometry.SIZE
    line: int = page_geometry.LINE
    align: str = "both"
    left: int = 0
    first: int = 0
    """Of the first line; negative hangs it."""
    before: int = 0
    after: int = 0
    color: str = ""
    squeezed: bool = True
    """Whether characters keep the body's pitch; not in what has a size or a width of its own."""
    exact: bool = True
    """Whether a line has exactly its height, whatever font stands in; not where a line may be higher."""
    next_with: bool = False
    """Whether it stays on one page with what follows."""
    outline: int | None = None
    """Level in the document's outline."""


_EM = page_geometry.EM
LOOKS = {
    Style.BODY: ParagraphLook(first=2 * _EM),
    Style.HEADING: ParagraphLook(FIRST_FONT, first=2 * _EM, next_with=True, outline=0),
    Style.TITLE: ParagraphLook(TITLE_FONT, 44, 700, "center", squeezed=False, next_with=True),
    Style.SUBTITLE: ParagraphLook(SECOND_FONT, align="center", squeezed=False, next_with=True),
    Style.ADDRESSEES: ParagraphLook(before=page_geometry.LINE),
    Style.ATTACHMENT: ParagraphLook(align="left", left=6 * _EM, first=-4 * _EM),
    Style.NEXT_ATTACHMENT: ParagraphLook(align="left", left=6 * _EM, first=-_EM),
    Style.SIGNATURE: ParagraphLook(align="right"),
    Style.LETTERHEAD: ParagraphLook(
        TITLE_FONT,
        LETTERHEAD_SIZE,
        1060,
        "center",
        before=page_geometry.LETTERHEAD_SPACE,
        color=RED,
        squeezed=False,
    ),
    Style.NUMBER: ParagraphLook(
        align="center", before=2 * page_geometry.LINE, after=2 * page_geometry.LINE, squeezed=False
    ),
    Style.ANNEX: ParagraphLook(FIRST_FONT, align="left", squeezed=False, next_with=True),
    Style.SUMMARY: ParagraphLook(size=24, line=440, align="center", squeezed=False, next_with=True),
    Style.CELL: ParagraphLook(size=24, line=300, squeezed=False, exact=False, align="center"),
    Style.CELL_HEADING: ParagraphLook(FIRST_FONT, 24, 300, squeezed=False, exact=False, align="center"),
    Style.NOTE: ParagraphLook(size=24, line=400, squeezed=False, align="left", before=100),
    Style.COLOPHON: ParagraphLook(size=28, line=480, align="left", squeezed=False),
}
"""Title 2号 小标宋; first headings 黑体, second 楷体, everything else 3号 仿宋 (GB/T 9704-2012, 5.2.2, 7.3)."""


def font_attributes(name: str) -> str:
    """Return attributes that set one font for Chinese and Latin characters."""
    each = " ".join(f'w:{script}="{name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia" {each}/>'


def apply_styles(document: Document) -> None:
    """Replace styles, fonts and settings of python-docx's template by those of an official document."""
    _styles(document.styles.element)
    for relation in list(document.part.rels.values()):
        if relation.reltype == RT.FONT_TABLE:
            relation.target_part._blob = _font_table().encode()
        elif relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/webSettings", "/numbering")):
            document.part.rels.pop(relation.rId)
    package = document.part.package
    for relation in list(package.rels.values()):
        if relation.reltype == RT.THUMBNAIL:
            package.rels.pop(relation.rId)
    _settings(document)
    _page(document)


def _styles(root: Any) -> None:
    for each in list(root):
        root.remove(each)
    root.append(
        parse_xml(
            _DEFAULTS.format(
                namespaces=nsdecls("w"), fonts=font_attributes(BODY_FONT), size=page_geometry.SIZE
            )
        )
    )
    for text in (_NORMAL, _NO_LIST, _PLAIN_TABLE, _PLAIN_CHARACTER):
        root.append(parse_xml(text.format(namespaces=nsdecls("w"), size=page_geometry.SIZE)))
    for style, look in LOOKS.items():
        root.append(parse_xml(_style(style, look)))


def _style(style: Style, look: ParagraphLook) -> str:
    first = f'w:hanging="{-look.first}"' if look.first < 0 else f'w:firstLine="{look.first}"'
    characters = ' w:firstLineChars="200"' if look.first == 2 * page_geometry.EM else ""
    rule = "exact" if look.exact else "atLeast"
    grid = '<w:snapToGrid w:val="0"/>'
    pitch = f'<w:spacing w:val="{page_geometry.SQUEEZE}"/>' if look.squeezed else ""
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{style_id(style)}">'
        f'<w:name w:val="{style.value}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' if look.next_with else ''}{grid}"
        f'<w:spacing w:before="{look.before}" w:after="{look.after}" w:line="{look.line}" w:lineRule="{rule}"/>'
        f'<w:ind w:left="{look.left}" {first}{characters}/><w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{font_attributes(look.font)}{grid}{color}{pitch}"
        f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/></w:rPr></w:style>'
    )


def style_id(style: Style) -> str:
    """Return the id by which paragraphs refer to a style."""
    return "Kaoping" + style.name.title().replace("_", "")


def _font_table() -> str:
    each = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{fallbacks}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, fallbacks in FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}\n<w:fonts {nsdecls('w')}>{each}</w:fonts>"


def _settings(document: Document) -> None:
    """Set mirrored margins and page numbers, and Chinese as the language."""
    document.settings.odd_and_even_pages_header_footer = True
    root = document.settings.element
    for name in ("w:rsids", "w:savePreviewPicture", "w:zoom"):
        for element in root.findall(qn(name)):
            root.remove(element)
    root.insert(0, parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))
    for element in root.findall(qn("w:themeFontLang")):
        element.set(qn("w:eastAsia"), "zh-CN")
    for element in root.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")


def _page(document: Document) -> None:
    (section,) = document.sections
    properties = section._sectPr
    for property_ in list(properties):
        properties.remove(property_)
    for text in (
        f'<w:pgSz {{}} w:w="{page_geometry.WIDTH}" w:h="{page_geometry.HEIGHT}"/>',
        f'<w:pgMar {{}} w:top="{page_geometry.TOP}" w:right="{page_geometry.OUTSIDE}" '
        f'w:bottom="{page_geometry.BOTTOM}" w:left="{page_geometry.INSIDE}" '
        f'w:header="{page_geometry.HEADER}" w:footer="{page_geometry.FOOTER}" w:gutter="0"/>',
        f'<w:docGrid {{}} w:type="linesAndChars" w:linePitch="{page_geometry.LINE}" w:charSpace="{page_geometry.CHARACTER_SPACE}"/>',
    ):
        properties.append(parse_xml(text.format(nsdecls("w"))))


_DEFAULTS = """<w:docDefaults {namespaces}><w:rPrDefault><w:rPr>{fonts}<w:kern w:val="0"/>
<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>"""
_NORMAL = """<w:style {namespaces} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>
<w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"""
_NO_LIST = """<w:style {namespaces} w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>"""
_PLAIN_TABLE = """<w:style {namespaces} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>"""
_PLAIN_CHARACTER = """<w:style {namespaces} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/></w:style>"""
