"""`ubada train`, `ubada evaluate`, `ubada classify`: what recommendations ask for.

Only `classify --store`, which keeps suggestions for the commitments of the register, needs a database.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ubada
from ubada.cli import classification_store as storing
from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.installation import data_dir, make_data_dir
from ubada.cli.output import Output
from ubada.kernel.errors import InvalidInput, UbadaError

if TYPE_CHECKING:
    from ubada.reading.classification.concordance import Concordance
    from ubada.reading.classification.labelled import LabelledText
    from ubada.reading.classification.suggesting import Suggestion
    from ubada.reading.classification.tasks import Task

_TASKS = ("action", "issues", "themes", "persons")
_GROUPS = ("document", "state", "cycle")
_LANGUAGES = ("en", "ru", "kk", "ky", "tg", "tk", "uz")
_SHOWN_TEXT = 60
_FORMATS = ("upr-info", "uhri-json", "uhri-xlsx", "upr-matrix", "ogp", "impactoss")
_FILE = "UPR Info CSV, JSON Lines with text and labels, or a file that can be imported (see --read-as)"


def register(subparsers: Subparsers) -> None:
    """Adds `train`, `evaluate` and `classify`."""
    parser = add_command(
        subparsers,
        "train",
        train,
        summary="make a classifier from labels that this installation holds",
        details="The model goes to models/ in the data folder and takes the place of an earlier one.",
        formats=("table", "json"),
    )
    _task(parser)
    _learning(parser)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_FILE)

    parser = add_command(
        subparsers,
        "evaluate",
        evaluate,
        summary="score a classifier on texts it has not seen, with simple guesses beside",
        details="Without --test the training files are split in five, no group on both sides. Nothing is kept.",
        formats=("table", "json"),
    )
    _task(parser)
    _learning(parser)
    parser.add_argument("--train", nargs="+", type=Path, required=True, metavar="FILE", help=_FILE)
    parser.add_argument("--test", nargs="+", type=Path, default=[], metavar="FILE", help="what to test on")
    parser.add_argument("--split", choices=_GROUPS, help=f"the group of a split without --test; default: {_GROUPS[0]}")
    parser.add_argument(
        "--shared-documents", action="store_true", help="also test on texts of documents that were trained on"
    )

    parser = add_command(
        subparsers,
        "classify",
        classify,
        summary="suggest what texts ask for and whom they concern, with the words that say so",
        details="A model answers where one was trained for the language, cue words elsewhere. Over files it needs no "
        "database and keeps nothing. With --store it goes over the commitments of the register and keeps terms for "
        "editors to confirm or reject on their desk; no commitment changes.",
        formats=("table", "json"),
    )
    parser.add_argument("--task", choices=_TASKS, help="what to classify in files")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="one text a line, JSON Lines or CSV with Text"
    )
    parser.add_argument("--language", choices=_LANGUAGES, help="language of the files; default: en")
    parser.add_argument("--no-evidence", action="store_true", help="leave out where the words stand, for speed")
    parser.add_argument("--store", action="store_true", help="keep suggestions for the commitments of the register")
    parser.add_argument(
        "--ref", dest="refs", action="append", metavar="REF", help="with --store: this commitment; may be repeated"
    )
    parser.add_argument("--dry-run", action="store_true", help="with --store: show what would be kept and keep nothing")


def _task(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--task", required=True, choices=_TASKS, help="what to classify")


def _learning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--precision", type=_share, metavar="SHARE", help="share of suggestions that should be right, as 0.9"
    )
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="mappings of themes; default: the baseline's")
    parser.add_argument(
        "--read-as",
        choices=_FORMATS,
        help="format of the files as `ubada import` knows it; default: told from the file",
    )


def _share(written: str) -> float:
    try:
        share = float(written)
    except ValueError:
        share = -1.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{written} is not a share between 0 and 1")
    return share


def train(arguments: argparse.Namespace) -> int:
    """Trains and keeps the model; gives 0."""
    from ubada.reading.classification import learning  # noqa: PLC0415 - NumPy is loaded only by those who need it
    from ubada.reading.classification.evaluation import describe_model  # noqa: PLC0415

    output = Output(quiet=arguments.format == "json")
    task = _asked(arguments)
    texts = _read(arguments.files, task, arguments, output)
    with output.step(f"Training {task.name}") as step:
        model = learning.train(task, texts)
        step.result = f"{len(model.labels)} labels from {model.trained_on} texts"
    make_data_dir()
    try:
        path = model.save(data_dir() / "models")
    except OSError as error:
        raise UbadaError(f"The model cannot be written to {data_dir() / 'models'}: {error.strerror}.") from error
    described = {"file": str(path), **describe_model(model)}
    if arguments.format == "json":
        output.json(described)
    for name, value in described.items():
        output.line(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    return 0


def evaluate(arguments: argparse.Namespace) -> int:
    """Prints the scores; gives 0."""
    from ubada.reading.classification import cues, evaluation  # noqa: PLC0415

    if arguments.test and arguments.split:
        raise UbadaError("--split divides the training files and has no place beside --test.")
    output = Output(quiet=arguments.format == "json")
    task = _asked(arguments)
    texts = _read(arguments.train, task, arguments, output)
    if arguments.test:
        tested = _read(arguments.test, task, arguments, output)
        splits = [evaluation.split_given(texts, tested, shared_documents=arguments.shared_documents)]
    else:
        splits = evaluation.splits_by(texts, arguments.split or _GROUPS[0])

    def guess(text: str) -> str | None:
        cued = cues.action(text, "en")
        return cued.category if cued else None

    with output.step(f"Evaluating {task.name}") as step:
        report = evaluation.evaluate(task, splits, guess=guess if task.name == "action" else None)
        step.result = f"{report['n_test']} texts tested"
    if arguments.format == "json":
        output.json(report)
    else:
        _show_report(report, output)
    return 0


def classify(arguments: argparse.Namespace) -> int:
    """Prints suggestions for every text, or keeps them for the commitments of the register; gives 0."""
    _refuse_mixture(arguments)
    return storing.classify_register(arguments) if arguments.store else _classify_files(arguments)


def _refuse_mixture(arguments: argparse.Namespace) -> None:
    """Files and the register are two different tasks, each with options of its own."""
    if arguments.store:
        wrong = ["FILE"] * bool(arguments.files) + ["--task"] * bool(arguments.task)
        wrong += ["--language"] * bool(arguments.language) + ["--no-evidence"] * arguments.no_evidence
        if wrong:
            raise UbadaError(f"--store goes over the register and has no use for {', '.join(wrong)}.")
        return
    if not arguments.files:
        raise UbadaError("Name a file, or --store for the commitments of the register.")
    if not arguments.task:
        raise UbadaError("Say with --task what to classify in the files.", hint=f"One of: {', '.join(_TASKS)}.")
    if arguments.refs or arguments.dry_run:
        raise UbadaError("--ref and --dry-run belong to --store.")


def _classify_files(arguments: argparse.Namespace) -> int:
    from ubada.reading.classification.labelled import read_texts  # noqa: PLC0415
    from ubada.reading.classification.models import Model  # noqa: PLC0415
    from ubada.reading.classification.suggesting import suggest_all  # noqa: PLC0415

    output = Output(quiet=arguments.format == "json")
    folder = data_dir() / "models"
    model = Model.load(folder, arguments.task) if (folder / f"{arguments.task}.json").exists() else None
    if model is None and arguments.task == "issues":
        raise UbadaError(
            "Issues need a trained model; there are no cue words for them.", hint="See ubada train --help."
        )
    if model is None:
        output.note(f"No model for {arguments.task} has been trained; the cue words answer alone.")
    texts = [text for path in arguments.files for text in read_texts(path)]
    evidence = not arguments.no_evidence
    language = arguments.language or "en"
    said = suggest_all(arguments.task, texts, language, model=model, evidence=evidence)
    if arguments.format == "json":
        output.json(
            [
                {
                    "text": text,
                    "task": arguments.task,
                    "language": language,
                    "model_abstained": silent,
                    "suggestions": [_as_json(one, text) for one in suggestions],
                }
                for text, (suggestions, silent) in zip(texts, said, strict=True)
            ]
        )
        return 0
    for text, (suggestions, _) in zip(texts, said, strict=True):
        labels = ", ".join(_described(one, text) for one in suggestions) or "no suggestion"
        shown = text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
        output.line(f"{shown}\n    {labels}")
    return 0


def _as_json(one: Suggestion, text: str) -> dict[str, Any]:
    return {
        "label": one.label,
        "method": one.method,
        "chance": None if one.chance is None else round(one.chance, 4),
        "evidence": [{"start": at.start, "end": at.end, "words": text[at.start : at.end]} for at in one.spans],
        "reason": one.reason,
    }


def _described(one: Suggestion, text: str) -> str:
    chance = "" if one.chance is None else f" {one.chance:.0%}"
    words = "; ".join(text[at.start : at.end] for at in one.spans)
    return f"{one.label}{chance} ({one.method}{f': {words}' if words else ''})"


def _asked(arguments: argparse.Namespace) -> Task:
    from ubada.reading.classification.tasks import TASKS  # noqa: PLC0415

    return TASKS[arguments.task].aiming_at(arguments.precision)


def _read(paths: Sequence[Path], task: Task, arguments: argparse.Namespace, output: Output) -> list[LabelledText]:
    """All labelled texts of the files, in order, after saying what was found out about each file."""
    from ubada.exchange.labelling import format_of, read_labels  # noqa: PLC0415
    from ubada.reading.classification.labelled import read_labelled  # noqa: PLC0415

    texts: list[LabelledText] = []
    for path in paths:
        form = arguments.read_as or format_of(path, task.name)
        if not form or (form == "upr-info" and task.name != "persons"):
            themes = _mappings(arguments.mapping).themes.get("upr-info", {}) if task.name == "themes" else None
            read = read_labelled(path, task.name, themes_of_issue=themes)
        else:
            read = read_labels(path, form, task.name, _mappings(arguments.mapping))
        output.note(read.described())
        texts += read.texts
    if not any(one.labels for one in texts):
        raise InvalidInput(f"No text of {', '.join(path.name for path in paths)} has a label for {task.name}.")
    return texts


def _mappings(path: Path | None) -> Concordance:
    from ubada.reading.classification.concordance import read_concordance  # noqa: PLC0415

    if path is not None:
        return read_concordance(path)
    package = Path(ubada.__file__).parent
    for folder in (package.parents[1] / "data", package / "data"):
        if (folder / "mappings.yaml").is_file():
            return read_concordance(folder / "mappings.yaml")
    raise InvalidInput("No mappings of themes came with this installation.", hint="Name a file with --mapping.")


def _show_report(report: dict[str, Any], output: Output) -> None:
    left_out = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in report["left_out"].items())
    output.line(f"{report['n_train']} texts trained on, {report['n_test']} tested in {report['n_groups']} groups")
    output.line(f"left out: {left_out}\n")
    rows = [["this model", *(f"{report[name]:.3f}" for name in ("accuracy", "macro_f1", "micro_f1"))]]
    rows.append(
        [
            "  95 % interval",
            *("–".join(f"{end:.3f}" for end in pair) for pair in report["confidence_intervals"].values()),
        ]
    )
    for name, scores in report["baselines"].items():
        rows.append([name.replace("_", " "), *(f"{scores[one]:.3f}" for one in ("accuracy", "macro_f1", "micro_f1"))])
    output.table(["", "accuracy", "macro F1", "micro F1"], rows)
    output.line("")
    output.table(
        ["label", "n", "given", "precision", "recall", "F1"],
        [
            [label, str(one["n"]), str(one["given"]), *(_number(one[part]) for part in ("precision", "recall", "f1"))]
            for label, one in report["per_class"].items()
        ],
    )
    output.line("")
    output.table(
        ["suggestions made", "right", "from chance"],
        [
            [f"{one['coverage']:.0%}", f"{one['precision']:.1%}", f"{one['threshold']:.2f}"]
            for one in report["coverage_precision"]
        ],
    )
    abstaining = report["abstaining"]
    output.line(
        f"\nset to {abstaining['target_precision']:.0%} right: from chance {abstaining['threshold']:.2f} up "
        f"{abstaining['coverage']:.0%} are suggested, {_number(abstaining['precision'])} of them right"
    )
    output.line(
        f"calibration error {report['calibration_error']:.3f}; trained in {report['seconds_to_train']} s; "
        f"{report['texts_per_second']} texts/s"
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
