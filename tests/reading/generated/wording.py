# ruff: noqa: E501 - wording stays on one line
"""Invented wording for invented documents: acts, states, and the odd things that real wording has in it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STATES = {
    "en": [
        ("Albania", "ALB"), ("Bolivia (Plurinational State of)", "BOL"), ("Bosnia and Herzegovina", "BIH"),
        ("Cabo Verde", "CPV"), ("Côte d’Ivoire", "CIV"), ("Democratic People’s Republic of Korea", "PRK"),
        ("Democratic Republic of the Congo", "COD"), ("Holy See", "VAT"), ("Iran (Islamic Republic of)", "IRN"),
        ("Kingdom of the Netherlands", "NLD"), ("Lao People’s Democratic Republic", "LAO"), ("Mexico", "MEX"),
        ("Micronesia (Federated States of)", "FSM"), ("Niger", "NER"), ("Nigeria", "NGA"), ("North Macedonia", "MKD"),
        ("Republic of Korea", "KOR"), ("Republic of Moldova", "MDA"), ("Russian Federation", "RUS"), ("Spain", "ESP"),
        ("State of Palestine", "PSE"), ("Syrian Arab Republic", "SYR"), ("Timor-Leste", "TLS"),
        ("Trinidad and Tobago", "TTO"), ("Türkiye", "TUR"), ("United Republic of Tanzania", "TZA"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"), ("United States of America", "USA"),
        ("Venezuela (Bolivarian Republic of)", "VEN"), ("Viet Nam", "VNM"),
    ],
    "ru": [
        ("Албания", "ALB"), ("Боливия (Многонациональное Государство)", "BOL"), ("Босния и Герцеговина", "BIH"),
        ("Кабо-Верде", "CPV"), ("Кот-д’Ивуар", "CIV"), ("Корейская Народно-Демократическая Республика", "PRK"),
        ("Демократическая Республика Конго", "COD"), ("Святой Престол", "VAT"), ("Иран (Исламская Республика)", "IRN"),
        ("Королевство Нидерландов", "NLD"), ("Лаосская Народно-Демократическая Республика", "LAO"), ("Мексика", "MEX"),
        ("Нигер", "NER"), ("Нигерия", "NGA"), ("Северная Македония", "MKD"), ("Республика Корея", "KOR"),
        ("Республика Молдова", "MDA"), ("Российская Федерация", "RUS"), ("Государство Палестина", "PSE"),
        ("Сирийская Арабская Республика", "SYR"), ("Тимор-Лешти", "TLS"), ("Тринидад и Тобаго", "TTO"),
        ("Турция", "TUR"), ("Соединенное Королевство Великобритании и Северной Ирландии", "GBR"),
        ("Соединенные Штаты Америки", "USA"), ("Венесуэла (Боливарианская Республика)", "VEN"), ("Вьетнам", "VNM"),
    ],
}  # fmt: skip
_ACTS = {
    "en": ["Open", "Continue to repair", "Pay for", "Adopt a plan for", "Keep on widening access to", "Inspect", "Set aside money for", "Ratify the treaty on", "Consider closing", "Give every child", "Strengthen", "Publish figures on", "Decriminalize the use of"],
    "ru": ["Открыть", "Продолжать ремонтировать", "Оплачивать", "Принять план в отношении", "Расширять доступ к", "Проверять", "Выделить средства на", "Рассмотреть возможность закрытия", "Публиковать данные о состоянии", "Обеспечить работу", "Усилить защиту", "Повысить качество"],
}  # fmt: skip
_THINGS = {
    "en": ["rural schools", "day-care centres", "bridges over the northern rivers", "the archive of land titles", "well-kept shelters", "music lessons", "the “white house” of the harbour", "mountain pastures", "bakeries run by women’s groups", "the independent orchard inspectorate", "railway stations and bus stops"],
    "ru": ["сельских школ", "детских садов", "мостов через северные реки", "архива земельных книг", "приютов", "уроков музыки", "«белого дома» в порту", "горных пастбищ", "пекарен, которыми управляют женщины", "независимой инспекции садов", "железнодорожных станций и остановок"],
}  # fmt: skip
_TAILS = {
    "en": ["", " in all provinces", ", in line with article 14 (2) of the Orchard Convention", " by 2030, as set out in target 16.2", ", including those built before 1985 (the old stock)", " in accordance with Act No. 12 of 3 May 2019", ", with particular attention to older persons and persons with disabilities living far from the capital", " as recommended by the Auditor-General’s office (see para. 7.3 of its report)", "; and report on the results to parliament", ", i.e. to all who ask for it", " – within two years – and without a fee", " (Rules 4 and 5)"],
    "ru": ["", " во всех областях", " в соответствии с пунктом 2 статьи 14 Садовой конвенции", " к 2030 году, как указано в задаче 16.2", ", включая построенные до 1985 года (старый фонд)", " согласно Закону № 12 от 3 мая 2019 г.", ", уделяя особое внимание пожилым людям и инвалидам, живущим далеко от столицы", ", как рекомендовала Счетная палата (см. п. 7.3 ее доклада)", "; и доложить о результатах парламенту", " – в течение двух лет – бесплатно"],
}  # fmt: skip
_TALK = {
    "en": ["The delegation said that orchards had been planted in 40 districts.", "Several speakers asked about bridges, and thanked the delegation for its answers.", "It recalled that 2.5 per cent of the budget went to schools in 2019.", "The law of 12 June 2018 had been amended twice.", "Figures for earlier years were given in annex II."],
    "ru": ["Делегация сообщила, что сады посажены в 40 районах.", "Ряд выступавших спросили о мостах и поблагодарили делегацию за ответы.", "Она напомнила, что в 2019 году на школы ушло 2,5 процента бюджета.", "Закон от 12 июня 2018 года дважды изменялся.", "Данные за прежние годы приведены в приложении II."],
}  # fmt: skip


@dataclass
class Speaker:
    """Makes wording in one language, the same for the same seed."""

    rng: Random
    language: str

    def act(self) -> str:
        """What somebody should do, without an end mark, beginning with a capital letter."""
        pick = self.rng.choice
        return f"{pick(_ACTS[self.language])} {pick(_THINGS[self.language])}{pick(_TAILS[self.language])}"

    def small_act(self) -> str:
        """The same beginning with a small letter."""
        act = self.act()
        return act[0].lower() + act[1:]

    def talk(self, sentences: int) -> str:
        """Sentences that recommend nothing."""
        return " ".join(self.rng.choice(_TALK[self.language]) for _ in range(sentences))

    def states(self, most: int) -> list[tuple[str, str]]:
        """Some states, as (name, alpha-3)."""
        return self.rng.sample(STATES[self.language], self.rng.randint(1, most))

    def bracketed(self, states: list[tuple[str, str]]) -> str:
        """States in brackets, joined in one of the ways that reports have."""
        names = [name for name, _ in states]
        also = "and" if self.language == "en" else "и"
        way = self.rng.randrange(5)
        if way == 0 or len(names) == 1:
            return " ".join(f"({name})" for name in names)
        if way == 1:
            return f"({', '.join(names)})"
        if way == 2:
            return f"({'; '.join(names)})"
        if way == 3:
            return f"({', '.join(names[:-1])} {also} {names[-1]})"
        return f"({' / '.join(names)})"
