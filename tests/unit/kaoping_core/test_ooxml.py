"""Every Office file that is written holds legal XML text and depends on nothing but its contents."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kaoping_core.ooxml import FIXED_DOS_TIME, FIXED_TIME, replace_illegal, rewrite_package
from kaoping_core.reports.bulletin.docx_xml import sanitise_text


@given(st.text(st.characters(exclude_characters="<&]")))
def test_any_text_can_be_held_by_xml_afterwards(text: str) -> None:
    for made in (replace_illegal(text), sanitise_text(text)):
        ElementTree.fromstring(f"<a>{made}</a>".encode())


def test_the_two_forms_of_the_fixed_time_are_one() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr(zipfile.ZipInfo("a", FIXED_TIME), b"")
    assert made.getvalue()[10:14] == FIXED_DOS_TIME


def test_a_package_is_the_same_whenever_it_is_written() -> None:
    packages = []
    for year in (2019, 2020):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as out:
            out.writestr(zipfile.ZipInfo("a.xml", (year, 1, 1, 0, 0, 0)), b"<a/>")
        packages.append(rewrite_package(data.getvalue(), lambda name, part: part + name.encode()))
    assert packages[0] == packages[1]
    assert zipfile.ZipFile(io.BytesIO(packages[0])).read("a.xml") == b"<a/>a.xml"
