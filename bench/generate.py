"""A register of any size for measuring: invented commitments in seven languages, written as an import writes them.

    python bench/generate.py --data-dir /somewhere/empty --all-states 2000 --one-state 40000

makes 2,000 commitments followed for five states and 40,000 recommendations to one state: 50,000 rows to assess. The
same numbers give the same register. Nothing in it is true of anyone; towns are made of syllables.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

Record = dict[str, Any]
LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz")
STATES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
BATCH = 4000


def by_language(**phrases: str) -> dict[str, list[str]]:
    """The same phrases in each language, in one order; written with bars between them."""
    return {language: words.split("|") for language, words in phrases.items()}


ACTIONS = by_language(
    en="Protect|Investigate|Publish|Ratify|Finance|Prohibit|Monitor|Reform",
    ru="Защищать|Расследовать|Публиковать|Ратифицировать|Финансировать|Запретить|Отслеживать|Реформировать",
    kk="Қорғау|Тергеу|Жариялау|Бекіту|Қаржыландыру|Тыйым салу|Бақылау|Реформалау",
    ky="Коргоо|Териштирүү|Жарыялоо|Бекитүү|Каржылоо|Тыюу салуу|Көзөмөлдөө|Реформалоо",
    tg=(
        "Ҳифз кардани|Тафтиш кардани|Нашр кардани|Тасдиқ кардани|Маблағгузорӣ кардани|Манъ кардани|"
        "Назорат кардани|Ислоҳ кардани"
    ),
    tk="Goramak|Derňemek|Çap etmek|Tassyklamak|Maliýeleşdirmek|Gadagan etmek|Gözegçilik etmek|Özgertmek",
    uz=("Himoya qilish|Tergov qilish|Eʼlon qilish|Tasdiqlash|Moliyalashtirish|Taqiqlash|Kuzatish|Isloh qilish"),
)
OBJECTS = by_language(
    en=(
        "the rights of workers|every allegation of torture|violence against women|the budget of shelters|"
        "the registration of associations|peaceful assemblies|the independence of courts|"
        "access to information|child labour in the harvest|conditions in prisons|schools for every girl|"
        "clean water in villages"
    ),
    ru=(
        "права работников|каждое сообщение о пытках|насилие в отношении женщин|бюджет убежищ|"
        "регистрацию объединений|мирные собрания|независимость судов|доступ к информации|"
        "детский труд на уборке|условия в тюрьмах|школы для каждой девочки|чистую воду в сёлах"
    ),
    kk=(
        "жұмысшылардың құқықтарын|азаптау туралы әр хабарды|әйелдерге қарсы зорлықты|"
        "баспаналардың бюджетін|бірлестіктерді тіркеуді|бейбіт жиналыстарды|соттардың тәуелсіздігін|"
        "ақпаратқа қол жеткізуді|егін жинаудағы балалар еңбегін|түрмелердегі жағдайды|"
        "әр қызға арналған мектептерді|ауылдардағы таза суды"
    ),
    ky=(
        "жумушчулардын укуктарын|кыйноо жөнүндө ар бир кабарды|аялдарга каршы зомбулукту|"
        "баш калкалоочу жайлардын бюджетин|бирикмелерди каттоону|тынч чогулуштарды|"
        "соттордун көз карандысыздыгын|маалыматка жеткиликтүүлүктү|түшүм жыйноодогу балдар эмгегин|"
        "түрмөлөрдөгү шарттарды|ар бир кыз үчүн мектептерди|айылдардагы таза сууну"
    ),
    tg=(
        "ҳуқуқи коргарон|ҳар хабари шиканҷа|хушунат алайҳи занон|буҷети паноҳгоҳҳо|бақайдгирии иттиҳодияҳо|"
        "ҷамъомадҳои осоишта|истиқлолияти судҳо|дастрасӣ ба иттилоот|меҳнати кӯдакон дар ҷамъоварӣ|"
        "шароити зиндонҳо|мактабҳоро барои ҳар духтар|оби тоза дар деҳот"
    ),
    tk=(
        "işçileriň hukuklaryny|gynamalar barada her habary|zenanlara garşy zorlugy|"
        "gaçybatalgalaryň býujetini|birleşikleriň hasaba alnyşyny|parahat ýygnanyşyklary|"
        "kazyýetleriň garaşsyzlygyny|maglumata elýeterliligi|hasylda çaga zähmetini|türmelerdäki şertleri|"
        "her gyz üçin mekdepleri|obalarda arassa suwy"
    ),
    uz=(
        "ishchilarning huquqlarini|qiynoqlar haqidagi har bir xabarni|ayollarga qarshi zoʻravonlikni|"
        "boshpanalar byudjetini|birlashmalarni roʻyxatga olishni|tinch yigʻilishlarni|"
        "sudlarning mustaqilligini|axborotga kirishni|hosildagi bolalar mehnatini|"
        "qamoqxonalardagi sharoitlarni|har bir qiz uchun maktablarni|qishloqlarda toza suvni"
    ),
)
ENDINGS = by_language(
    en=("by law and in practice|with civil society|and report every year|without discrimination|within two years"),
    ru=(
        "в законе и на деле|вместе с гражданским обществом|и отчитываться ежегодно|без дискриминации|в течение двух лет"
    ),
    kk="заңда және іс жүзінде|азаматтық қоғаммен бірге|және жыл сайын есеп беру|кемсітусіз|екі жыл ішінде",
    ky=("мыйзамда жана иш жүзүндө|жарандык коом менен бирге|жана жыл сайын отчёт берүү|басмырлоосуз|эки жыл ичинде"),
    tg="дар қонун ва амал|якҷоя бо ҷомеаи шаҳрвандӣ|ва ҳар сол ҳисобот додан|бе табъиз|дар давоми ду сол",
    tk="kanunda we amalda|raýat jemgyýeti bilen|we her ýyl hasabat bermek|kemsitmezden|iki ýylyň dowamynda",
    uz="qonunda va amalda|fuqarolik jamiyati bilan|va har yili hisobot berish|kamsitmasdan|ikki yil ichida",
)
TOWN = dict(zip(LANGUAGES, ("Town", "Город", "Қала", "Шаар", "Шаҳри", "Şäher", "Shahar"), strict=True))
SYLLABLES = by_language(
    latin="ka|ra|bul|ta|mir|so|lan|du|be|nor|shi|gul|zar|to|kent|ma",
    cyrillic="ка|ра|бул|та|мир|со|лан|ду|бе|нор|ши|гул|зар|то|кент|ма",
)
THEMES = ("civic-space", "equality", "labour", "justice", "children", "environment", "information", "institutions")
KINDS = (
    ("treaty-obligation", "legal"),
    ("political-commitment", "political"),
    ("recommendation", "standard"),
    ("standard", "standard"),
)
BODIES = 12
INSTRUMENTS = 40
DOCUMENTS = 200
TESTS = 40


def plain(words: str) -> dict[str, str]:
    """A name in English and Russian alone."""
    return {"en": words, "ru": f"{words} (рус.)"}


def reference_data(rng: random.Random) -> dict[str, dict[str, Record]]:
    """States, vocabularies, bodies, documents and instruments, by shape and key."""
    names = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
    numbers = (("KZ", "398"), ("KG", "417"), ("TJ", "762"), ("TM", "795"), ("UZ", "860"))
    out: dict[str, dict[str, Record]] = {
        "state": {},
        "vocabulary": {},
        "term": {},
        "body": {},
        "document": {},
        "instrument": {},
    }
    for order, (code, name, (alpha2, numeric)) in enumerate(zip(STATES, names, numbers, strict=True), start=1):
        out["state"][code] = {
            "code": code,
            "alpha2": alpha2,
            "numeric": numeric,
            "name": plain(name),
            "order": order,
            "endonym": {"en": name},
            "is_practice": False,
        }
    terms = {
        "themes": [
            *((theme, None) for theme in THEMES),
            *((f"{theme}.part-{n}", theme) for theme in THEMES for n in range(1, 6)),
        ],
        "affected-persons": [(f"group-{n}", None) for n in range(1, 13)],
        "sdg-targets": [(f"{goal}.{target}", None) for goal in range(1, 18) for target in range(1, 5)],
    }
    for vocabulary, codes in terms.items():
        out["vocabulary"][vocabulary] = {
            "code": vocabulary,
            "version": "1",
            "owner": "bench",
            "kind": "nominal",
            "title": plain(vocabulary),
            "source_url": "",
            "retrieved_on": None,
            "licence_note": "",
        }
        for order, (code, parent) in enumerate(codes, start=1):
            key = f"{vocabulary}:{code}"
            out["term"][key] = {
                "key": key,
                "vocabulary": vocabulary,
                "code": code,
                "order": order,
                "label": plain(code.replace(".", " ")),
                "definition": {},
                "parent": parent and f"{vocabulary}:{parent}",
                "valid_from": None,
                "valid_to": None,
                "replaced_by": None,
            }
    for n in range(1, BODIES + 1):
        out["body"][f"BODY{n}"] = {
            "code": f"BODY{n}",
            "name": plain(f"Committee {n}"),
            "kind": "treaty-body",
            "url": "",
        }
    for n in range(1, DOCUMENTS + 1):
        code, adopted = f"DOC-{n}", date(1990, 1, 1) + timedelta(days=rng.randrange(13_000))
        out["document"][code] = {
            "code": code,
            "symbol": f"A/HRC/{n}/{rng.randrange(1, 40)}",
            "title": plain(f"Report of session {n}"),
            "kind": "report",
            "body": f"BODY{rng.randrange(1, BODIES + 1)}",
            "adopted_on": adopted.isoformat(),
            "url": "",
            "languages": ["en"],
            "unverified_fields": [],
        }
    for n in range(1, INSTRUMENTS + 1):
        code = f"C{100 + n}"
        out["instrument"][code] = {
            "code": code,
            "title": plain(f"Convention number {n} on a matter of its own"),
            "short_title": plain(f"Convention {n}"),
            "kind": "treaty",
            "binding": "legal",
            "group": "core",
            "order": n,
            "body": f"BODY{rng.randrange(1, BODIES + 1)}",
            "document": None,
            "monitored_by": [],
            "adopted_on": str(rng.randrange(1948, 2020)),
            "in_force_on": None,
            "url": "",
            "unverified_fields": [],
        }
    return out


def wording(rng: random.Random, number: int) -> tuple[dict[str, str], dict[str, str]]:
    """A title and a text: English and Russian always, the five other languages for every third commitment."""
    first, second = rng.randrange(8), rng.randrange(8)
    thing, more, ending = rng.randrange(12), rng.randrange(12), rng.randrange(5)
    name = [rng.randrange(16) for _ in range(3)]
    title, text = {}, {}
    for one in LANGUAGES if number % 3 == 0 else LANGUAGES[:2]:
        syllables = SYLLABLES["latin" if one in ("en", "tk", "uz") else "cyrillic"]
        town = "".join(syllables[part] for part in name).capitalize()
        title[one] = f"{ACTIONS[one][first]} {OBJECTS[one][thing]}"
        text[one] = (
            f"{title[one]} {ENDINGS[one][ending]}. "
            f"{ACTIONS[one][second]} {OBJECTS[one][more]}, {TOWN[one]} {town}, {number}."
        )
    return title, text


def commitments(rng: random.Random, numbers: range, *, one_state: bool) -> Iterator[tuple[Record, Record, list[str]]]:
    """A provision, a commitment on it, and the states it is followed for."""
    for number in numbers:
        kind, binding = KINDS[2] if one_state else rng.choice(KINDS)
        instrument = None if one_state else f"C{100 + rng.randrange(1, INSTRUMENTS + 1)}"
        document = f"DOC-{rng.randrange(1, DOCUMENTS + 1)}" if one_state else None
        locator = f"para. {number}"
        title, text = wording(rng, number)
        theme = rng.choice(THEMES)
        themes = [f"themes:{theme}.part-{rng.randrange(1, 6)}"]
        provision = {
            "key": f"{instrument or document}:{locator}",
            "locator": locator,
            "instrument": instrument,
            "document": document,
        }
        yield (
            provision,
            {
                "ref": f"{'REC' if one_state else 'ALL'}-{number}",
                "title": title,
                "text": text,
                "kind": kind,
                "binding": binding,
                "addressee": plain("States"),
                "duty_bearers": ["STATES"],
                "specificity": rng.randrange(1, 6),
                "is_verifiable": True,
                "verifiable_reason": {},
                "due_on": None,
                "due_basis": {},
                "verification": "checked",
                "verification_missing": {},
                "checked_source_title": "Text",
                "checked_source_url": "https://example.org/text",
                "instrument": instrument,
                "document": document,
                "provision": provision["key"],
                "primary_theme": themes[0],
                "parent": None,
                "cluster": None,
                "themes": themes,
                "persons": [f"affected-persons:group-{rng.randrange(1, 13)}"],
                "sdg_targets": [f"sdg-targets:{rng.randrange(1, 18)}.{rng.randrange(1, 5)}"],
            },
            [rng.choice(STATES)] if one_state else list(STATES),
        )


def write(all_states: int, one_state: int, *, report: Any = print) -> dict[str, int]:
    """Write the register; Django must be set up and the database empty. Gives counts of what was written."""
    from django.db import transaction  # noqa: PLC0415 - needs Django

    from ubada.access.actors import Actor  # noqa: PLC0415
    from ubada.ledger.services import record  # noqa: PLC0415
    from ubada.register import shapes  # noqa: PLC0415
    from ubada.register.services import write_records  # noqa: PLC0415

    rng = random.Random(7)
    with transaction.atomic():
        for name, records in reference_data(rng).items():
            write_records(shapes.by_name([name])[0], records)
        made: list[str] = []
        pairs = 0
        rows = (
            row
            for numbers, single in ((range(1, all_states + 1), False), (range(1, one_state + 1), True))
            for row in commitments(rng, numbers, one_state=single)
        )
        while batch := list(islice(rows, BATCH)):
            write_records(shapes.PROVISION, {one["key"]: one for one, _, _ in batch})
            write_records(shapes.COMMITMENT, {one["ref"]: one for _, one, _ in batch})
            followed = [(one, state) for _, one, states in batch for state in states]
            write_records(shapes.STATE_COMMITMENT, dict(_standings(followed)))
            write_records(shapes.RESPONSE, dict(_responses(rng, followed)))
            made += [one["ref"] for _, one, _ in batch]
            pairs += len(followed)
            report(f"{len(made)} commitments")
        write_records(shapes.TEST, _tests(rng, made))
        write_records(shapes.RESULT, _results(rng))
        record(actor=Actor.system("bench"), action="import_baseline", subject="generated register")
    return {"commitments": len(made), "state_commitments": pairs}


def _standings(followed: Sequence[tuple[Record, str]]) -> Iterator[tuple[str, Record]]:
    for one, state in followed:
        key = f"{one['ref']}@{state}"
        yield key, {"key": key, "commitment": one["ref"], "state": state, "standing": "addressed"}


def _responses(rng: random.Random, followed: Sequence[tuple[Record, str]]) -> Iterator[tuple[str, Record]]:
    for one, state in followed:
        if one["kind"] == "recommendation" and rng.random() < 0.8:
            pair, day = f"{one['ref']}@{state}", f"20{rng.randrange(10, 26)}-03-01"
            yield f"{pair}@{day}", {
                "key": f"{pair}@{day}", "state_commitment": pair, "wording": {"en": "Considered."}, "dated": day,
                "claim": "", "claim_wording": {},
                "official_class": rng.choice(("supported", "noted", "none")), "our_class": "noted",
                "source_title": "Addendum", "source_url": "https://example.org/addendum",
            }  # fmt: skip


def _tests(rng: random.Random, refs: Sequence[str]) -> dict[str, Record]:
    """Each test speaks of its share of half of all commitments."""
    covered = [ref for ref in refs if rng.random() < 0.5]
    return {
        f"test-{n}": {
            "code": f"test-{n}",
            "question": plain(f"Is it so in matter {n}?"),
            "caveat": plain("It proves little."),
            "rule": {"type": "treaty_party", "instrument": f"C{100 + n}"},
            "commitments": sorted(covered[n - 1 :: TESTS]),
        }
        for n in range(1, TESTS + 1)
    }


def _results(rng: random.Random) -> dict[str, Record]:
    return {
        f"test-{n}@{state}": {
            "key": f"test-{n}@{state}", "test": f"test-{n}", "state": state, "since": None, "as_of": "2026",
            "facts": [], "answer": rng.choice(("yes", "no", "unknown")), "reason": "no_fact",
        }
        for n in range(1, TESTS + 1)
        for state in STATES
    }  # fmt: skip


def main() -> int:
    """Make the register in its data folder and index it; prints seconds and counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--all-states", type=int, default=2_000)
    parser.add_argument("--one-state", type=int, default=40_000)
    arguments = parser.parse_args()
    os.environ["UBADA_DATA_DIR"] = str(arguments.data_dir.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ubada.config.settings")

    from ubada.cli.installation import database  # noqa: PLC0415 - reads the environment set above

    with database(migrated=False):
        from django.core.management import call_command  # noqa: PLC0415 - needs Django

        from ubada.search.services import rebuild_index  # noqa: PLC0415

        call_command("migrate", interactive=False, verbosity=0)
        started = time.perf_counter()
        counts = write(arguments.all_states, arguments.one_state, report=lambda line: print(line, file=sys.stderr))
        written = time.perf_counter()
        documents = rebuild_index()
        indexed = time.perf_counter()
    print(
        json.dumps(
            {
                **counts,
                "documents": documents,
                "write_s": round(written - started, 1),
                "index_s": round(indexed - written, 1),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
