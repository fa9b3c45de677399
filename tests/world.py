"""One small register for tests: invented facts and commitments of the five states, written as an import is.

`build_world` needs a database. Every value that must never reach a reader is listed in `NEVER_SHOWN`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ubada.access.actors import Actor, PlatformRole
from ubada.exchange.baseline.convert import Converted, convert
from ubada.exchange.baseline.files import Baseline, Entry
from ubada.kernel.dates import PartialDate
from ubada.ledger.services import record
from ubada.organisations.models import Account, Organisation
from ubada.organisations.services import begin_membership, create_account, create_organisation, record_accreditation
from ubada.register.services import refresh_derived, write_records
from ubada.register.shapes import SHAPES

Raw = dict[str, Any]

TODAY = date(2026, 11, 1)
"""The day for which the world's answers are computed."""
STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
FORMULA = "=HYPERLINK(A1)"
"""A source title that a spreadsheet would run."""
NEVER_SHOWN = ("+999 555 0142", "editors-only remark 7731", "1987-06-05", "unseen claim 4402", "hearsay value 8810")
"""A telephone number, an editor's note, an unverified date, and the label and value of facts without a source."""

_NAMES = {
    "KAZ": ("KZ", "398", "Kazakhstan", "Казахстан", "kk", "Қазақстан"),
    "KGZ": ("KG", "417", "Kyrgyzstan", "Кыргызстан", "ky", "Кыргызстан"),
    "TJK": ("TJ", "762", "Tajikistan", "Таджикистан", "tg", "Тоҷикистон"),
    "TKM": ("TM", "795", "Turkmenistan", "Туркменистан", "tk", "Türkmenistan"),
    "UZB": ("UZ", "860", "Uzbekistan", "Узбекистан", "uz", "Oʻzbekiston"),
}


def both(english: str, russian: str | None = None) -> dict[str, str]:
    """Words in English and, where given, in Russian."""
    return {"en": english} if russian is None else {"en": english, "ru": russian}


@dataclass(frozen=True)
class World:
    """The people and organisations of the world; everything else is found by its key."""

    civil_society: Organisation
    ombudsman: Organisation
    editor: Account
    assessor: Account


def build_world() -> World:
    """Write the register and its organisations. Needs a database without a register."""
    write_baseline(raw_world())
    system = Actor.system("test world")
    civil_society = create_organisation(
        actor=system, code="open-steppe", name=both("Open Steppe", "Открытая степь"), constituency="CSO",
        states=["KAZ", "KGZ"],
    )  # fmt: skip
    ombudsman = create_organisation(
        actor=system, code="akyikatchy", name=both("Akyikatchy", "Акыйкатчы"), constituency="NHR", states=["KGZ"]
    )
    record_accreditation(
        actor=system, organisation=ombudsman, grade="B", valid_from=PartialDate.parse("2012-03"),
        source_title="Chart of accredited institutions", source_url="https://example.org/chart",
    )  # fmt: skip
    editor = create_account(
        actor=system, email="editor@example.org", name="Editor", password="a long pass phrase 1",
        platform_role=PlatformRole.EDITOR,
    )  # fmt: skip
    assessor = create_account(
        actor=system, email="assessor@example.org", name="Assessor", password="a long pass phrase 2"
    )
    begin_membership(actor=system, account=assessor, organisation=civil_society, role="assessor", began_on=TODAY)
    return World(civil_society, ombudsman, editor, assessor)


def write_baseline(raw: dict[str, list[Raw]], *, on: date = TODAY) -> Converted:
    """Write records given in the form of the baseline's files, in one transaction with one ledger entry."""
    baseline = Baseline(Path("world"))
    for kind, records in raw.items():
        baseline.entries[kind] = [Entry(f"{kind}.yaml", str(position), one) for position, one in enumerate(records)]
    converted = convert(baseline)
    with transaction.atomic():
        applied = [
            one
            for shape in SHAPES
            if shape.name in converted.records
            for one in write_records(shape, converted.records[shape.name])
        ]
        derived, removed = refresh_derived(on=on, scope=converted.scope)
        changes = [*(one.change for one in [*applied, *derived]), *removed]
        if changes:
            record(actor=Actor.system("test world"), action="import_baseline", subject="test world", changes=changes)
    return converted


def raw_world() -> dict[str, list[Raw]]:
    """The world in the form of the baseline's files."""
    return {
        "state": [_state(code, order) for order, code in enumerate(STATES, start=1)],
        "region": [
            {"code": "KG-B", "state": "KGZ", "name": both("Batken", "Баткен"), "kind": "region"},
        ],
        "vocabulary": _vocabularies(),
        "body": [
            {"code": code, "name": both(english, russian), "kind": kind, "url": "https://example.org/body"}
            for code, english, russian, kind in (
                ("UN", "United Nations", "Организация Объединённых Наций", "organisation"),
                ("ILO", "International Labour Organization", "Международная организация труда", "organisation"),
                ("RSF", "Reporters without Borders", "Репортёры без границ", "publisher"),
                ("SEMINAR", "Regional seminar", "Региональный семинар", "process"),
            )
        ],
        "document": [
            {"code": "SEMINAR-2024", "symbol": None, "title": both("Joint statement", "Совместное заявление"),
             "kind": "statement", "body": "SEMINAR", "adopted_on": "2024-11-27", "url": "https://example.org/s",
             "languages": ["en", "ru"], "unverified_fields": ["url"]},
        ],
        "instrument": _instruments(),
        "ratings-scale": [
            {"index": "RSF", "title": both("Press Freedom Index", "Индекс свободы прессы"), "body": "RSF",
             "url": "https://example.org/rsf", "note": both("Lower rank is better.", "Чем меньше место, тем лучше."),
             "score": {"scale_min": "0", "scale_max": "100", "higher_is": "better"}, "rank": {"higher_is": "worse"},
             "classes": []},
        ],
        "cluster": [
            {"id": "harassment-at-work", "title": both("No harassment at work", "Труд без домогательств"),
             "summary": both("A treaty and a statement ask for the same.", "Договор и заявление требуют одного."),
             "commitments": ["C190-4", "STMT-3"]},
        ],
        "commitment": _commitments(),
        "fact": facts(),
        "conflict": [
            {"id": "conflict.KGZ.women-share", "state": "KGZ", "subject": both("Women in parliament", "Женщины"),
             "settled_as": both("both shown", "показаны оба"), "state_of": "flagged",
             "facts": ["law.KGZ.women.2023", "law.KGZ.women.2024"],
             "sides": [
                 {"claim": both("20 of 90", "20 из 90"), "source": "Parliament", "url": "https://example.org/p",
                  "fact": "law.KGZ.women.2024"},
                 {"claim": both("52 of 90", "52 из 90"), "source": "A newspaper"}]},
            {"id": "conflict.TKM.cedaw-year", "state": "TKM", "subject": both("Year of accession", "Год"),
             "settled_as": both("1997 kept", "оставлен 1997 год"), "state_of": "settled",
             "facts": ["treaty.TKM.CEDAW"],
             "sides": [
                 {"claim": both("1997", "1997"), "source": "Treaty table", "url": "https://example.org/t",
                  "fact": "treaty.TKM.CEDAW"},
                 {"claim": both("1996", "1996"), "source": "A report", "url": "https://example.org/r"}]},
        ],
        "structural-test": _tests(),
    }  # fmt: skip


def _state(code: str, order: int) -> Raw:
    alpha2, numeric, english, russian, language, endonym = _NAMES[code]
    return {
        "code": code, "alpha2": alpha2, "numeric": numeric, "name": both(english, russian), "order": order,
        "endonym": {"language": language, "text": endonym},
    }  # fmt: skip


def _vocabulary(code: str, terms: Iterable[tuple[str, str, str]]) -> Raw:
    rows = []
    for term, english, russian in terms:
        parent = term.rpartition(".")[0] or None if code == "themes" else None
        rows.append({"code": term, "label": both(english, russian), "parent": parent})
    return {
        "id": code, "version": "1", "owner": "Ubada", "kind": "nominal", "title": both(code), "source_url": None,
        "retrieved_on": None, "licence_note": "", "terms": rows,
    }  # fmt: skip


def _vocabularies() -> list[Raw]:
    return [
        _vocabulary("themes", [
            ("civic-space", "Civic space", "Гражданское пространство"),
            ("civic-space.association", "Freedom of association", "Свобода объединений"),
            ("equality", "Equality", "Равенство"),
            ("equality.gender", "Women and men", "Женщины и мужчины"),
            ("labour", "Labour", "Труд"),
            ("labour.harassment", "Harassment at work", "Домогательства на работе"),
        ]),
        _vocabulary("affected-persons", [("general", "Everyone", "Все"), ("women-girls", "Women", "Женщины")]),
        _vocabulary("sdg-targets", [("5.5", "Women lead", "Женщины руководят"), ("8.8", "Safe work", "Труд")]),
        _vocabulary("law-topics", [
            ("domestic_violence", "Domestic violence", "Домашнее насилие"),
            ("gender_quota", "Women in elected bodies", "Женщины в выборных органах"),
        ]),
        _vocabulary("fact-kinds", [
            ("law", "Law or policy", "Закон или политика"), ("hotline", "Telephone line", "Телефонная линия"),
            ("nhri_accreditation", "Accreditation", "Аккредитация"), ("UPR", "Universal review", "УПО"),
            ("treaty_body", "Treaty body", "Договорный орган"), ("field_operation", "Field office", "Присутствие"),
        ]),
        _vocabulary("measures", [("women_lower_house", "Women in the lower house", "Женщины в нижней палате")]),
    ]  # fmt: skip


def _instruments() -> list[Raw]:
    rows = (
        ("CEDAW", "Convention on Discrimination against Women", "Конвенция о дискриминации женщин", "treaty", "legal",
         "core", "UN", "1979-12-18"),
        ("C190", "Violence and Harassment Convention", "Конвенция о насилии и домогательствах", "treaty", "legal",
         "labour", "ILO", "2019-06-21"),
        ("A/RES/48/134", "Principles on national institutions", "Принципы статуса учреждений", "principles",
         "standard", "standards", "UN", "1993-12-20"),
    )  # fmt: skip
    return [
        {"code": code, "title": both(english, russian), "short_title": both(english, russian), "kind": kind,
         "binding": binding, "group": group, "order": 10 * order, "body": body, "adopted_on": adopted,
         "url": "https://example.org/instrument", "monitored_by": []}
        for order, (code, english, russian, kind, binding, group, body, adopted) in enumerate(rows, start=1)
    ]  # fmt: skip


def commitment(ref: str, title: str, russian: str | None, theme: str, **more: Any) -> Raw:
    """A commitment in the form of the baseline's files: a checked treaty obligation of all states unless told."""
    return {
        "id": ref, "title": both(title, russian),
        "text": both(f"{title}, fully.", russian and f"{russian}, полностью."),
        "source": {"instrument": "CEDAW", "locator": f"art. {ref.rpartition('-')[2]}"}, "kind": "treaty-obligation",
        "binding": "legal", "addressee": both("States parties", "Государства-участники"), "duty_bearers": ["STATES"],
        "states": "all", "themes": [theme], "persons": ["general"], "sdg": ["5.5"], "specificity": 4,
        "verifiable": True,
        "verification": {"state": "checked", "source_title": "Text of the treaty", "source_url": "https://example.org/c"},
        **more,
    }  # fmt: skip


def _commitments() -> list[Raw]:
    return [
        commitment("CEDAW-7", "Give women an equal part in public life", "Дать женщинам равное участие",
                   "equality.gender"),
        commitment("CEDAW-7-A", "Let women vote and stand", "Дать женщинам избирать и избираться", "equality.gender",
                   parent="CEDAW-7", source={"instrument": "CEDAW", "locator": "art. 7 (a)"}),
        commitment("C190-4", "Ban harassment at work", "Запретить домогательства на работе", "labour.harassment",
                   source={"instrument": "C190", "locator": "art. 4"}, sdg=["8.8"]),
        commitment("STMT-3", "End harassment at work", None, "labour.harassment", kind="recommendation",
                   binding="standard", source={"document": "SEMINAR-2024", "locator": "item 3"},
                   addressee=both("the authorities", "власти"), due_on="2026", due_basis=both("the statement", "текст"),
                   verification={"state": "to_verify", "missing": both("the wording of item 3", "слова пункта 3")}),
        commitment("STMT-4", "Reserve half of the seats for women", "Отвести женщинам половину мест",
                   "equality.gender", kind="recommendation", binding="standard", states=["KGZ", "UZB"],
                   source={"document": "SEMINAR-2024", "locator": "item 4"}, persons=["women-girls"]),
        commitment("STMT-5", "Answer closing civic space", "Отвечать на сужение пространства",
                   "civic-space.association", kind="recommendation", binding="standard", verifiable=False,
                   verifiable_reason=both("It names no act.", "Действие не названо."),
                   source={"document": "SEMINAR-2024", "locator": "item 5"}, specificity=1),
    ]  # fmt: skip


def _tests() -> list[Raw]:
    caveat = both("Being bound is not keeping the promise.", "Быть связанным — не значит исполнять.")
    return [
        {"id": "party-cedaw", "question": both("Is the state bound by the convention?", "Связано ли государство?"),
         "caveat": caveat, "rule": {"type": "treaty_party", "instrument": "CEDAW"},
         "commitments": ["CEDAW-7", "CEDAW-7-A"]},
        {"id": "party-c190", "question": both("Is C190 ratified?", "Ратифицирована ли C190?"), "caveat": caveat,
         "rule": {"type": "treaty_party", "instrument": "C190"}, "commitments": ["C190-4", "STMT-3"]},
        {"id": "half-women", "question": both("Are half of the members women?", "Половина ли — женщины?"),
         "caveat": both("A seat is not yet a voice.", "Место — ещё не голос."),
         "rule": {"type": "share_at_least", "measure": "women_lower_house", "percent": 50},
         "commitments": ["STMT-4"]},
    ]  # fmt: skip


def fact(key: str, words: str, said: str | None, **more: Any) -> Raw:
    """A fact in the form of the baseline's files, read in its source unless told; kind and state come from its key."""
    kind, state = key.split(".")[:2]
    return {
        "id": key, "kind": kind, "state": state, "label": both(words, f"{words} (по-русски)"),
        "value": said and both(said, f"{said} (по-русски)"), "date": "2020-05-01", "as_of": "2024-06",
        "source_title": "Official register", "source_url": "https://example.org/source", "confidence": "seen",
        "unverified_fields": [], "note": "editors-only remark 7731", **more,
    }  # fmt: skip


def _treaty(state: str, instrument: str, status: str, action: str | None, **more: Any) -> Raw:
    return fact(f"treaty.{state}.{instrument}", f"{instrument}", status, instrument=instrument, status=status,
                action=action, **{"signature_date": None, **more})  # fmt: skip


def facts() -> list[Raw]:
    """Every kind of fact there is, the unpublished among them."""
    years = ("1998", "1997-02-10", "1993-10-26", "1997-05-01", "1995-07-19")
    return [
        *(_treaty(state, "CEDAW", "party", "accession", date=day) for state, day in zip(STATES, years, strict=True)),
        _treaty("KGZ", "C190", "party", "ratification", date="2024-06-03"),
        _treaty("KAZ", "C190", "no_action", None, date=None, evidence="absent_from_source"),
        _treaty("UZB", "C190", "no_action_found", None, date=None),
        _treaty("TJK", "C190", "party", "ratification", date="1987-06-05", unverified_fields=["date"]),
        _treaty("TKM", "C190", "signatory", "signature", confidence="unverified", source_url=None, source_title=None,
                label=both("unseen claim 4402"), value=both("hearsay value 8810")),
        fact("law.KGZ.dv.2017", "Act on protection from domestic violence", "protection orders",
             topic="domestic_violence", offence="separate_offence", law_class="in_force"),
        fact("law.KGZ.women.2023", "Women in the lower house", "20 of 90 seats", topic="gender_quota", as_of="2023",
             measure={"code": "women_lower_house", "numerator": 20, "denominator": 90}),
        fact("law.KGZ.women.2024", "Women in the lower house", "52 of 90 seats", topic="gender_quota",
             measure={"code": "women_lower_house", "numerator": 52, "denominator": 90}),
        fact("law.UZB.women.2024", "Women in the lower house", "38 percent", topic="gender_quota",
             measure={"code": "women_lower_house", "percent": "38"}, source_title=FORMULA),
        fact("law.KGZ.unseen", "unseen claim 4402", "hearsay value 8810", topic="domestic_violence",
             confidence="unverified", source_url=None, source_title=None),
        fact("nhri.KGZ.ganhri", "Accreditation", "B", topic="nhri_accreditation", ganhri_class="B", date="2012-03"),
        *(fact(f"rating.{state}.RSF.{year}", f"Press Freedom Index {year}", f"rank {rank} of 180", topic="RSF",
               index="RSF", year=year, rank=rank, out_of=180, score=score, date=str(year), as_of=f"{year}-05")
          for state, year, rank, score in (
              ("KGZ", 2022, 72, "64.25"), ("KGZ", 2024, 120, "49.11"), ("KGZ", 2026, 146, None),
              ("KAZ", 2026, 149, None))),
        fact("review.KGZ.UPR.3", "Universal review, cycle 3", "232 recommendations", topic="UPR", body="UPR", cycle=3,
             document="A/HRC/44/4", considered="2020-01-20", recommendations_received=232,
             recommendations_supported=None, date="2020-01-20"),
        fact("review.KGZ.CEDAW", "Review by the committee", None, topic="treaty_body", body="CEDAW", committee="CEDAW",
             document="CEDAW/C/KGZ/CO/5", considered="2021-10", date="2021-11-29"),
        fact("service.KGZ.line", "National line", "telephone line", topic="hotline", number=["+999 555 0142"],
             hours=both("24/7", "круглосуточно"), round_the_clock=True, as_of="2021"),
        fact("osce.KGZ.office", "Programme office", "Bishkek", topic="field_operation",
             operation="programme_office", date="2017"),
        fact("osce.ALL.paragraph", "Copenhagen 9.3", "hearsay value 8810", state="ALL", topic="field_operation",
             confidence="unverified_paragraph", label=both("unseen claim 4402")),
        fact("project.KGZ.dam", "A dam", "a loan", institutions=["WB"], project_number="P000001", es_category="A",
             complaint=None, source_title=FORMULA),
    ]  # fmt: skip
