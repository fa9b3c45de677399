"""A baseline small enough to read: two states, one treaty, one statement, a handful of facts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from ubada.exchange.baseline import default_folder

WORDS = {"en": "Some words", "ru": "Немного слов"}
SOURCE = {"source_title": "A gazette", "source_url": "https://example.org/gazette"}


def text(en: str, ru: str) -> dict[str, str]:
    return {"en": en, "ru": ru}


def fact(key: str, **fields: Any) -> dict[str, Any]:
    """A fact as the files hold it, read in its source unless told otherwise."""
    return {
        "id": key,
        "label": text("A label", "Название"),
        "value": text("a value", "значение"),
        "date": "2020",
        "as_of": "2021-05",
        **SOURCE,
        "confidence": "seen",
        "unverified_fields": [],
        "note": "for editors alone: rumour",
        **fields,
    }


def treaty(state: str, status: str, **fields: Any) -> dict[str, Any]:
    is_party = status == "party"
    return fact(
        f"treaty.{state}.C87",
        kind="treaty",
        state=state,
        topic="labour",
        instrument="C87",
        status=status,
        action="ratification" if is_party else None,
        date="1992-03-31" if is_party else None,
        signature_date=None,
        date_precision="day" if is_party else None,
        **fields,
    )


def state(code: str, alpha2: str, numeric: str, order: int, language: str) -> dict[str, Any]:
    names = {language_code: f"{code} {language_code}" for language_code in ("en", "ru", "kk", "ky", "tg", "tk", "uz")}
    return {
        "code": code,
        "alpha2": alpha2,
        "numeric": numeric,
        "order": order,
        "name": names,
        "endonym": {"language": language, "text": names[language]},
    }


def vocabulary(code: str, *terms: str) -> dict[str, Any]:
    return {
        "id": code,
        "version": "2026-11",
        "owner": "Ubada",
        "kind": "nominal",
        "title": WORDS,
        "source_url": None,
        "retrieved_on": None,
        "licence_note": "Own words.",
        "terms": [{"code": term, "label": text(term, f"{term} по-русски"), "definition": WORDS} for term in terms],
    }


def commitment(ref: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": ref,
        "title": text("Let unions form freely", "Не мешать создавать профсоюзы"),
        "text": text("Workers form unions without asking first.", "Работники создают профсоюзы без разрешения."),
        "source": {"instrument": "C87", "locator": "art. 2"},
        "kind": "treaty-obligation",
        "binding": "legal",
        "addressee": text("States parties", "Государства-участники"),
        "duty_bearers": ["STATES"],
        "states": "all",
        "themes": ["labour"],
        "persons": ["workers"],
        "sdg": ["8.8"],
        "specificity": 5,
        "verifiable": True,
        "verification": {"state": "checked", "source_title": "Text", "source_url": "https://example.org/c87"},
        **fields,
    }


def files() -> dict[str, Any]:
    """Every file of the small baseline, by its path in the folder."""
    return {
        "states.yaml": [state("KGZ", "KG", "417", 1, "ky"), state("UZB", "UZ", "860", 2, "uz")],
        "regions.yaml": [{"code": "KG-GO", "state": "KGZ", "name": text("Osh City", "город Ош"), "kind": "city"}],
        "vocabularies/themes.yaml": vocabulary("themes", "labour"),
        "vocabularies/affected-persons.yaml": vocabulary("affected-persons", "workers"),
        "vocabularies/sdg-targets.yaml": vocabulary("sdg-targets", "8.8"),
        "mappings.yaml": [
            {
                "source": {"vocabulary": "themes", "code": "labour"},
                "target": {"scheme": "upr-info", "code": "Labour"},
                "relation": "closeMatch",
            }
        ],
        "bodies.yaml": [{"code": "ILO", "name": WORDS, "kind": "organisation", "url": "https://www.ilo.org/"}],
        "documents.yaml": [
            {
                "code": "DOC-1",
                "symbol": "DOC/1",
                "title": WORDS,
                "kind": "statement",
                "body": "ILO",
                "adopted_on": "1948-07-09",
                "url": "https://example.org/doc",
                "languages": ["en"],
            }
        ],
        "instruments.yaml": [
            {
                "code": "C87",
                "title": WORDS,
                "short_title": text("ILO C87", "МОТ К87"),
                "kind": "ilo-convention",
                "binding": "legal",
                "group": "labour",
                "order": 1,
                "body": "ILO",
                "adopted_on": "1948-07-09",
                "url": "https://example.org/c87",
            }
        ],
        "ratings-scales.yaml": [
            {
                "index": "INDEX",
                "title": WORDS,
                "body": "ILO",
                "url": "https://example.org/index",
                "note": WORDS,
                "score": {"scale_min": "0", "scale_max": "100", "higher_is": "better"},
                "rank": None,
                "classes": [],
            }
        ],
        "facts/treaties.yaml": [treaty("KGZ", "party"), treaty("UZB", "no_action")],
        "facts/services.yaml": [
            fact(
                "service.KGZ.line",
                kind="service",
                state="KGZ",
                topic="hotline",
                hours=text("round the clock", "круглосуточно"),
                round_the_clock=True,
                number=["0000"],
            )
        ],
        "facts/laws.yaml": [
            fact("law.UZB.rumour", kind="law", state="UZB", topic="ngo_law", confidence="unverified"),
            fact("law.UZB.dated", kind="law", state="UZB", topic="ngo_law", unverified_fields=["date"]),
        ],
        "conflicts.yaml": [
            {
                "id": "conflict.UZB.date-of-law",
                "state": "UZB",
                "subject": WORDS,
                "facts": ["law.UZB.dated"],
                "sides": [
                    {"claim": text("2020", "2020"), "source": "One paper"},
                    {"claim": text("2021", "2021"), "source": "Another paper"},
                ],
                "settled_as": WORDS,
                "state_of": "flagged",
            }
        ],
        "commitments/c87.yaml": [
            commitment("C87-2"),
            commitment(
                "DOC-1-A",
                source={"document": "DOC-1", "locator": "item 1"},
                kind="recommendation",
                binding="political",
                verification={"state": "to_verify", "missing": WORDS},
            ),
        ],
        "clusters.yaml": [{"id": "unions", "title": WORDS, "summary": WORDS, "commitments": ["C87-2", "DOC-1-A"]}],
        "tests.yaml": [
            {
                "id": "party-c87",
                "question": WORDS,
                "rule": {"type": "treaty_party", "instrument": "C87"},
                "commitments": ["C87-2"],
                "caveat": WORDS,
            }
        ],
    }


def write(folder: Path, content: dict[str, Any] | None = None) -> Path:
    """Write the files, with the published schemas beside them, and give the folder."""
    for name, records in (content or files()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(records, bytes):
            path.write_bytes(records)
        else:
            path.write_text(yaml.safe_dump(records, allow_unicode=True, sort_keys=False), encoding="utf-8")
    shutil.copytree(default_folder() / "schema", folder / "schema", dirs_exist_ok=True)
    return folder
