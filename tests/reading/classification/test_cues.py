"""Cue words in seven languages: the category they give, and the place they are shown at."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ubada.kernel.errors import InvalidInput
from ubada.reading.classification import cues
from ubada.reading.classification.lexicon import LANGUAGES, lexicon
from ubada.reading.classification.specificity import specificity

VOCABULARIES = Path(__file__).resolve().parents[3] / "data" / "vocabularies"

# Language, text, category, the words shown.
ACTIONS = [
    ("en", "Ask donors for wells", "1", ["Ask"]),
    ("en", "Continue the repair of bridges", "2", ["Continue"]),
    ("en", "Consider adopting a law on bridges", "3", ["Consider"]),
    ("en", "Strengthen care for bridges", "4", ["Strengthen"]),
    ("en", "Ratify the treaty on bridges", "5", ["Ratify"]),
    ("en", "Continue and strengthen the repair of bridges", "4", ["strengthen"]),
    ("en", "Improve roads by amending the road code", "5", ["Improve", "by", "amending"]),
    ("ru", "Обратиться за помощью к соседям", "1", ["Обратиться"]),
    ("ru", "Продолжить ремонт мостов", "2", ["Продолжить"]),
    ("ru", "Рассмотреть возможность принятия закона о мостах", "3", ["Рассмотреть"]),
    ("ru", "Усилить охрану мостов", "4", ["Усилить"]),
    ("ru", "Ратифицировать договор о мостах", "5", ["Ратифицировать"]),
    ("ru", "Улучшить дороги путём отмены сбора", "5", ["Улучшить", "путём", "отмены"]),
    ("kk", "Көпірлерді жөндеуді жалғастыру", "2", ["жалғастыру"]),
    ("kk", "Көпірлер туралы шартты ратификациялауды қарастыру", "3", ["қарастыру"]),
    ("kk", "Көпірлерді күтуді күшейту", "4", ["күшейту"]),
    ("kk", "Көпірлер туралы шартты ратификациялау", "5", ["ратификациялау"]),
    ("ky", "Көпүрөлөрдү оңдоону улантуу", "2", ["улантуу"]),
    ("ky", "Келишимди ратификациялоо маселесин карап чыгуу", "3", ["карап чыгуу"]),
    ("ky", "Көпүрөлөргө кам көрүүнү күчөтүү", "4", ["күчөтүү"]),
    ("ky", "Көпүрөлөр жөнүндө келишимди ратификациялоо", "5", ["ратификациялоо"]),
    ("tg", "Идома додани таъмири пулҳо", "2", ["Идома"]),
    ("tg", "Баррасӣ намудани қабули қонун дар бораи пулҳо", "3", ["Баррасӣ"]),
    ("tg", "Беҳтар намудани ҳолати пулҳо", "4", ["Беҳтар"]),
    ("tg", "Тасвиб намудани шартнома дар бораи пулҳо", "5", ["Тасвиб"]),
    ("tk", "Köprüleri bejermegi dowam etmek", "2", ["dowam etmek"]),
    ("tk", "Şertnama goşulmak meselesine seredip geçmek", "3", ["seredip geçmek"]),
    ("tk", "Köprüler baradaky işi güýçlendirmek", "4", ["güýçlendirmek"]),
    ("tk", "Köprüler baradaky şertnamany tassyklamak", "5", ["tassyklamak"]),
    ("uz", "Ko‘priklarni tuzatishni davom ettirish", "2", ["davom ettirish"]),
    ("uz", "Shartnomani ratifikatsiya qilish masalasini ko‘rib chiqish", "3", ["ko‘rib chiqish"]),
    ("uz", "Ko'priklarga g'amxo'rlikni kuchaytirish", "4", ["kuchaytirish"]),
    ("uz", "Koʻpriklar toʻgʻrisidagi shartnomani ratifikatsiya qilish", "5", ["ratifikatsiya qilish"]),
]
# Language, text, theme, person, the words that show the theme.
TOPICS = [
    ("en", "Build crisis centres so that girls are safe", "gbv.services", "women-girls", "crisis centres"),
    ("ru", "Открыть кризисные центры для девочек", "gbv.services", "women-girls", "кризисные центры"),
    ("kk", "Қыздар үшін дағдарыс орталықтарын ашу", "gbv.services", "women-girls", "дағдарыс орталықтарын"),
    ("ky", "Кыздар үчүн кризистик борборлорду ачуу", "gbv.services", "women-girls", "кризистик борборлорду"),
    ("tg", "Барои духтарон марказҳои бӯҳронӣ ва паноҳгоҳҳо кушодан", "gbv.services", "women-girls", "паноҳгоҳҳо"),
    ("tk", "Gyzlar üçin krizis merkezlerini açmak", "gbv.services", "women-girls", "krizis merkezlerini"),
    ("uz", "Qizlar uchun inqiroz markazlarini ochish", "gbv.services", "women-girls", "inqiroz markazlarini"),
]
# Language, text, the feature that it states, the words that state it.
MEASURES = [
    ("en", "Open 12 shelters", "quantity", "12 shelters"),
    ("en", "Open them by the end of 2027", "deadline", "by the end of 2027"),
    ("en", "Report twice a year", "periodicity", "twice a year"),
    ("en", "Apply article 9", "instrument", "article 9"),
    ("ru", "Открыть не менее 5 приютов", "quantity", "не менее 5"),
    ("ru", "Открыть их до конца 2027 года", "deadline", "до конца 2027"),
    ("ru", "Отчитываться ежегодно", "periodicity", "ежегодно"),
    ("kk", "2027 жылға дейін ашу", "deadline", "2027 жылға дейін"),
    ("kk", "Жыл сайын есеп беру", "periodicity", "Жыл сайын"),
    ("ky", "2027-жылга чейин ачуу", "deadline", "2027-жылга чейин"),
    ("ky", "Жыл сайын отчёт берүү", "periodicity", "Жыл сайын"),
    ("tg", "То соли 2027 кушодан", "deadline", "То соли 2027"),
    ("tg", "Ҳар сол ҳисобот додан", "periodicity", "Ҳар сол"),
    ("tk", "2027 ýyla çenli açmak", "deadline", "2027 ýyla çenli"),
    ("tk", "Her ýyl hasabat bermek", "periodicity", "Her ýyl"),
    ("uz", "2027-yilga qadar ochish", "deadline", "2027-yilga qadar"),
    ("uz", "Har yili hisobot berish", "periodicity", "Har yili"),
]


def shown(text: str, spans: tuple[cues.Span, ...]) -> list[str]:
    return [text[one.start : one.end] for one in spans]


@pytest.mark.parametrize(("language", "text", "category", "words"), ACTIONS)
def test_the_category_follows_the_coding_rules_and_shows_its_words(
    language: str, text: str, category: str, words: list[str]
) -> None:
    cued = cues.action(text, language)

    assert cued is not None
    assert (cued.category, shown(text, cued.spans)) == (category, words)


@pytest.mark.parametrize(("language", "text", "theme", "person", "words"), TOPICS)
def test_themes_and_persons_are_found_where_they_stand(
    language: str, text: str, theme: str, person: str, words: str
) -> None:
    themes = {one.label: text[one.span.start : one.span.end] for one in cues.find(text, language, "themes")}

    assert themes[theme] == words
    assert person in {one.label for one in cues.find(text, language, "persons")}


@pytest.mark.parametrize(("language", "text", "feature", "words"), MEASURES)
def test_what_makes_a_promise_checkable_is_found(language: str, text: str, feature: str, words: str) -> None:
    found = specificity(text, language)

    assert shown(text, found.found[feature]) == [words]
    assert feature not in found.missing


def test_what_is_missing_is_said_and_a_period_answers_for_a_deadline() -> None:
    assert specificity("Be kind", "en").missing == ("quantity", "deadline", "periodicity", "instrument", "body")
    assert specificity("The ministry reports annually", "en").missing == ("quantity", "instrument")


def test_a_year_is_no_quantity() -> None:
    assert not specificity("at least 2027 reasons", "en").found["quantity"]
    assert specificity("at least 20 reasons", "en").found["quantity"]


def test_a_text_without_a_listed_verb_gets_no_category() -> None:
    assert cues.action("Bridges everywhere", "en") is None
    assert cues.action("", "ru") is None


def test_a_cue_inside_a_longer_one_does_not_count() -> None:
    labels = [one.label for one in cues.find("End child labour", "en", "themes")]

    assert labels == ["labour.forced-child-labour"]


def test_spans_hold_in_text_whose_lower_case_is_longer() -> None:
    text = "İİİ prisons"
    (match,) = cues.find(text, "en", "persons")

    assert text[match.span.start : match.span.end] == "prisons"


def test_a_language_without_cue_words_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no cue words"):
        cues.find("bonjour", "fr", "themes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_lexicon_is_a_term_of_the_vocabularies(language: str) -> None:
    def codes(name: str) -> set[str]:
        read = yaml.safe_load((VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8"))
        return {str(term["code"]) for term in read["terms"]}

    listed = lexicon(language)

    assert set(listed["themes"]) <= codes("themes")
    assert set(listed["persons"]) <= codes("affected-persons")
    assert set(listed["action"]) == codes("action-category")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", ["themes", "persons", "specificity"])
def test_every_cue_finds_itself(language: str, layer: str) -> None:
    numbers = {"<n>": "7", "<year>": "2027"}
    for label, listed in lexicon(language)[layer].items():
        for cue in listed:
            text = " ".join(numbers.get(part, part.removesuffix("*")) for part in str(cue).split())
            covered = [one.span for one in cues.find(text, language, layer)]
            assert any(one.end - one.start == len(text) for one in covered), (label, cue)
