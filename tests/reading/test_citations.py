# ruff: noqa: E501 - the wording of a document under test stays on one line
"""What a text cites is found in English and Russian, once each, with the provision beside the instrument."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ubada.reading.citations import citations, register_code

ROOT = Path(__file__).resolve().parents[2]


def codes(text: str) -> list[str]:
    return [one.code for one in citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("laws (CEDAW, Istanbul Convention, OSCE) into", ["CEDAW", "ISTANBUL", "OSCE"]),
        ("in line with ILO Convention 87, to", ["ILO-C087"]),
        ("ILO Conventions 182 and 138, and", ["ILO-C182", "ILO-C138"]),
        ("the Forced Labour Convention, 1930 (No. 29)", ["ILO-C029"]),
        ("the Domestic Workers Convention, 2011 (No. 189)", ["ILO-C189"]),
        ("International Labour Organization Convention No. 190", ["ILO-C190"]),
        ("Конвенцию МОТ № 190 и конвенции МОТ № 87 и 98", ["ILO-C190", "ILO-C087", "ILO-C098"]),
        ("UN Security Council Resolution 1325. Programs", ["UNSCR-1325"]),
        ("резолюции 1325 (2000) Совета Безопасности ООН", ["UNSCR-1325"]),
        (
            "Human Rights Council resolution 11/7 and General Assembly resolution 64/142",
            ["A/HRC/RES/11/7", "A/RES/64/142"],
        ),
        ("резолюция 60/251 Генеральной Ассамблеи", ["A/RES/60/251"]),
        ("article 14 of the International Covenant on Civil and Political Rights", ["ICCPR:14", "ICCPR"]),
        ("articles 2 and 26 of the ICCPR", ["ICCPR:2", "ICCPR:26", "ICCPR"]),
        ("article 7 (a) of CEDAW", ["CEDAW:7(a)", "CEDAW"]),
        ("статьей 14 Международного пакта о гражданских и политических правах", ["ICCPR:14", "ICCPR"]),
        ("Факультативный протокол к Конвенции против пыток", ["OPCAT"]),
        ("Ratify OP-CAT and the Rome Statute", ["OPCAT", "ROME-STATUTE"]),
        (
            "the Optional Protocol to the Convention on the Rights of the Child on a communications procedure",
            ["OP-CRC-IC"],
        ),
        ("Second Optional Protocol to the International Covenant on Civil and Political Rights", ["ICCPR-OP2"]),
        ("Convention on the Elimination of all Forms of\nDiscrimination against Women", ["CEDAW"]),
        ("requirements of the Paris Principles and the OSCE's three baskets", ["PARIS-PRINCIPLES", "OSCE-3-BASKETS"]),
        ("paragraph 7.5 of the 1990 OSCE Copenhagen Document", ["OSCE:COP1990:7.5", "COP1990"]),
        ("(Copenhagen 1990, par. 9.3)", ["OSCE:COP1990:9.3"]),
        ("MC.DEC/14/04 and Ministerial Council Decision No. 7/14", ["MC.DEC/14/04", "MC.DEC/7/14"]),
        ("SDG target 5.2 and ЦУР 16.3", ["SDG-5.2", "SDG-16.3"]),
        ("Sustainable Development Goals 10 and 16", ["SDG-10", "SDG-16"]),
        ("targets 5.1 and 5.2", ["SDG-5.1", "SDG-5.2"]),
        ("general comment No. 5 (2003) and общая рекомендация № 35", ["GC-5", "GR-35"]),
        ("(CEDAW/C/KGZ/CO/5, para. 12) and E/C.12/KAZ/CO/2.", ["CEDAW/C/KGZ/CO/5", "E/C.12/KAZ/CO/2"]),
        ("A/HRC/44/4/Add.1, S/RES/1325", ["A/HRC/44/4/ADD.1", "S/RES/1325"]),
        ("UN Guiding Principles on Business and Human Rights", ["UNGP-BHR"]),
        ("human dimension commitments", ["OSCE-HUMAN-DIMENSION"]),
        ("The OSCE helped; the convention of artists met in 2030; and/or 50 per cent of 17 goals.", []),
        ("Открыть офис ОБСЕ", []),
    ],
)
def test_citations(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_the_words_of_the_document_stand_beside_the_code() -> None:
    (one,) = citations("in accordance with ILO  Convention\n190 and")
    assert (one.kind, one.text) == ("ilo-convention", "ILO Convention 190")


def test_codes_lead_to_the_instruments_of_the_register() -> None:
    known = {one["code"] for one in yaml.safe_load((ROOT / "data/instruments.yaml").read_text(encoding="utf-8"))}
    text = (
        "CEDAW, ICCPR, CRC, CRPD, CAT, OPCAT, the Istanbul Convention, ILO Convention 87, ILO Convention 190, the Rome Statute, the Paris "
        "Principles, the UN Guiding Principles on Business and Human Rights, UN Security Council resolution 1325, the 2007 OSCE Madrid Document"
    )
    assert {register_code(code) for code in codes(text)} <= known
    assert len(codes(text)) == 14
