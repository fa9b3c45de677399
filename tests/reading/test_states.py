"""Names of states: every member state under the names documents give it, and brackets told from other brackets."""

from __future__ import annotations

import pycountry
import pytest

from ubada.reading.states import brackets, names, recommending_states, state_code, states_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("x (France) (Lithuania);", "FRA LTU"),
        ("x (Hungary, Poland); y (United Kingdom);", "HUN POL GBR"),
        ("x (Bosnia and Herzegovina);", "BIH"),
        ("x (Iran (Islamic Republic of)) (Cuba);", "IRN CUB"),
        ("x (Bolivia (Plurinational State of), Micronesia (Federated States of));", "BOL FSM"),
        ("x (Netherlands (Kingdom of the));", "NLD"),
        ("x (The Netherlands); y (the Netherlands)", "NLD"),
        ("x (United Kingdom of Great Britain and Northern Ireland);", "GBR"),
        ("x (Côte d’Ivoire) (Cote d'Ivoire);", "CIV"),
        ("x (Türkiye) (Turkey);", "TUR"),
        ("x (Chile; Mexico) (Niger/Nigeria)", "CHL MEX NER NGA"),
        ("x (Poland United Kingdom) y", "POL GBR"),
        ("x (Ukraine, Republic of Korea ); (Latvia ,Switzerland),", "UKR KOR LVA CHE"),
        ("x ( South Africa )in line", "ZAF"),
        ("x (Brazil, on behalf of the Community of Portuguese-speaking Countries)", "BRA"),
        ("x (Trinidad and Tobago and Antigua and Barbuda)", "TTO ATG"),
        ("x (Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea)", "GIN GNB GNQ PNG"),
        ("x (Dominica) (Dominican Republic)", "DMA DOM"),
        ("x (Democratic Republic of the Congo) (Congo)", "COD COG"),
        ("x (Democratic People’s Republic of Korea)", "PRK"),
        ("x (State of Palestine, Holy See)", "PSE VAT"),
        ("x (Swaziland) (Cape Verde) (the former Yugoslav Republic of Macedonia) (Czech Republic)", "SWZ CPV MKD CZE"),
        ("x (US) (U.S.)", "USA"),
        ("x (Нидерланды, Босния и Герцеговина) (Кот-д’Ивуар);", "NLD BIH CIV"),
        ("x (Иран (Исламская Республика)) (Соединенное Королевство Великобритании и Северной Ирландии);", "IRN GBR"),
        ("x (Объединённые Арабские Эмираты) (Республика Корея)", "ARE KOR"),
        ("x (No. 29) (arts. 4 and 42) (Istanbul Convention) (Algeria and its neighbours)", ""),
        ("x (a call on us) (see Chad)", ""),
    ],
)
def test_brackets_give_the_states_they_name_and_no_others(text: str, codes: str) -> None:
    assert recommending_states(text)[0] == tuple(codes.split())


def test_a_bracket_never_closed_counts_up_to_the_first_other_word_and_is_flagged() -> None:
    states, found = recommending_states("to do so (United Kingdom, and the Rome Statute (Mexico, Brazil);")
    assert states == ("GBR", "MEX", "BRA")
    assert [one.is_whole for one in found] == [False, True]


def test_the_place_of_a_bracket_is_that_of_its_characters() -> None:
    text = "Open schools (Peru); and clinics (Iran (Islamic Republic of))."
    assert [text[one.start : one.end] for one in brackets(text)] == ["(Peru)", "(Iran (Islamic Republic of))"]


def test_every_code_is_a_real_one_and_every_member_state_is_there() -> None:
    codes = set(names().values())
    assert all(pycountry.countries.get(alpha_3=code) for code in codes)
    # Countries of ISO 3166-1 that are neither members of the United Nations nor observers.
    others = """
        ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COK CUW CXR CYM ESH FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN
        IOT JEY MAC MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL TWN UMI VGB VIR WLF
    """
    assert {one.alpha_3 for one in pycountry.countries} - set(others.split()) == codes - {"COK", "NIU"}
    assert len(codes - {"COK", "NIU"}) == 195


def test_the_names_of_another_source_are_known_too() -> None:
    unknown = []
    for code in set(names().values()):
        country = pycountry.countries.get(alpha_3=code)
        unknown += [
            name for name in (country.name, getattr(country, "official_name", "")) if name and state_code(name) != code
        ]
    assert unknown == []


def test_states_in_running_text_are_found_once_each_by_whole_names() -> None:
    assert [
        code for code, _ in states_in("Nigeria and the Niger met; Nigeria, not Nigerians, spoke to Oman and Romania.")
    ] == [
        "NGA",
        "NER",
        "OMN",
        "ROU",
    ]
