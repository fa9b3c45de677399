"""README.md of an edition: what lies where, how cells are written, how to check, what may be done with it."""

from __future__ import annotations

from ubada.editions.freeze import Frozen
from ubada.editions.package.descriptions import TABLES

_OF_A_ROUND = """
Positions and divergences are worked out from the verdicts and from nothing else. `verify.py` works them out again from
the verdicts in this folder and names each one that does not follow. A verdict is known by its commitment and the number
of its voice, so that those whose name is protected are counted and not told.
"""


def verdicts_told(frozen: Frozen) -> str:
    """What the edition says of verdicts, in one or two sentences."""
    if frozen.round is not None:
        counted = len(frozen.records["verdict"])
        verdicts = "1 verdict" if counted == 1 else f"{counted} verdicts"
        return f"It carries the round {frozen.round['code']} with {verdicts}, each of the organisation that gave it."
    if frozen.is_before_verdicts:
        return "No verdict has been given yet."
    last = frozen.rounds_before[0]
    where = f"edition {last['edition']}" if last["edition"] else "the register"
    return f"It carries no round; the verdicts of the last one, {last['code']}, are in {where}."


def readme(frozen: Frozen) -> str:
    """The text, in English as all of the package's documentation."""
    day = frozen.on.isoformat()
    rows = "\n".join(
        f"| `{kind}` | {len(own)} | {TABLES[kind]} |" for kind, own in frozen.records.items()
    )  # one line a kind, in the order of the files
    return f"""# Ubada, edition {frozen.number}: {frozen.title["en"]}

The public state of the Ubada register on {day}: what Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan
promised, what sources say about it, where sources conflict, and what nobody has verified yet.
**{verdicts_told(frozen)}** An answer of a test is what the facts say, not whether a promise is kept.

## To read

Open `index.html` in any browser; no server and no network are needed. The report is in English (`en/`) and Russian
(`ru/`).

## To check

    python3 verify.py

needs nothing but Python 3.9 or newer. It compares every file and every record with `manifest.json` and names each one
that was changed, added or removed. `ubada verify FOLDER` does the same. Compare the root hash it prints with the one
published elsewhere: with `--expect HASH` it does so itself. This file cannot name that hash, since the hash covers it.

The hash over all records alone is `{frozen.records_root}`.
{_OF_A_ROUND if frozen.round is not None else ""}
## The data

The folder is a Data Package (version 2): `datapackage.json` describes every table and column, and
`frictionless validate datapackage.json` accepts it. Each kind of record comes in three forms that say the same:

- `records/KIND.jsonl`: one record a line in canonical JSON (RFC 8785, texts in NFC). The SHA-256 of a line is the hash
  of the record in `manifest.json`. Over the hashes of a kind, sorted by key, and over those of all kinds in turn, stand
  Merkle roots in the shape of RFC 6962.
- `data/KIND.json`: the same records as one JSON list.
- `data/KIND.csv`: the same records as a table.

In the tables:

- Encoding is UTF-8, lines end with CR LF, an empty cell is a missing value.
- A translated field has one column a language: `title_en`, `title_ru` and so on.
- Lists of codes are joined by `;`. A `;` or `\\` within an item has a `\\` before it.
- Nested values are JSON texts.
- Dates are in EDTF (ISO 8601-2), as precise as the source knows them: `2022`, `2024-01`, `2010~`, `2019/2021`.
- A cell of text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or an apostrophe has one apostrophe put
  before it, so that no spreadsheet takes it for a formula. Take that apostrophe away to get the value.

| kind | records | what it is |
|---|---|---|
{rows}

## Licence

The record set and the texts of Ubada may be used under the MIT licence. Sources keep their own terms; each record names
its source. The typefaces are Noto Sans and Noto Serif under the SIL Open Font License 1.1 (`assets/fonts/OFL.txt`).
"""
