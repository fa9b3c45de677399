"""Every write to editions: building one, publishing it, and saying in the open what was wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ubada.access.actors import Actor
from ubada.access.engine import Action, require, visible_to
from ubada.assessments.models import Round
from ubada.assessments.rules.states import RoundState
from ubada.assessments.services import name_edition, publish_correction
from ubada.editions.assembly import Report, assemble
from ubada.editions.carrying import fault_of, folder_of, number_and_round, round_to_carry
from ubada.editions.folder import archive, copy_out, discard, editions_folder, take_place, write_folder
from ubada.editions.freeze import freeze
from ubada.editions.models import Correction, Edition
from ubada.editions.records import correction_change, edition_change
from ubada.editions.report import LANGUAGES
from ubada.editions.rounds import Carried
from ubada.editions.verify import check
from ubada.kernel.dates import PartialDate
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.languages import cldr
from ubada.ledger.services import record


class AlreadyPublished(UbadaError):
    """The edition is out and stays as it is."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: the edition, where it lies, and whether anything had to be written."""

    edition: Edition
    folder: Path
    is_new: bool


def build_edition(
    *,
    actor: Actor,
    number: int | None = None,
    on: date | None = None,
    round_code: str = "",
    report: Report = lambda _what, _done, _total: None,
) -> Built:
    """Freeze the register's public state as of a day into an edition's folder, with a round that is frozen.

    Without a number it is the edition in preparation, or the one after the last published. Without a day it is today,
    or, for an edition that is out, its own. A build before publication replaces the one before it and keeps its round.
    The number is named to the round at the moment of the build; verdicts corrected since their edition come along.
    Raises AlreadyPublished if the edition is out and the build would differ from it, NoRoom if the disk is full,
    Refused, and InvalidInput for a day to come, or a round that cannot be carried; in each case everything stays as
    it was.
    """
    require(actor, Action.CREATE, Edition)
    number, round_code = number_and_round(actor, number, round_code)
    present = Edition.objects.filter(number=number).first()
    is_out = present is not None and present.state != Edition.State.BUILT
    day = on or (present.register_date if present is not None and is_out else datetime.now(UTC).date())
    if day > datetime.now(UTC).date():
        raise InvalidInput(f"The register cannot be frozen for {day}, which is still to come.")
    title = dict(present.title) if present is not None and is_out else title_of(actor, number, day, round_code)
    report("records", 0, 1)
    carried = Carried(round_code, list(present.corrected) if present is not None and is_out else None)
    frozen = freeze(number=number, title=title, on=day, carried=carried)
    made = assemble(frozen, data_dir=settings.DATA_DIR, report=report)
    is_same = present is not None and present.root_hash == made.root_hash
    if is_out and not is_same:
        raise AlreadyPublished(
            f"Edition {number} is published and is not replaced: this build would differ from it.",
            hint="Build the next number; what was wrong is said by a correction.",
        )
    if present is not None and is_same and check(str(folder_of(number)), expect=made.root_hash).ok:
        return Built(present, folder_of(number), is_new=False)
    with editions_folder(settings.EDITIONS_DIR) as root:
        fresh = write_folder(root, number, made.files, lambda done, total: report("files", done, total))
        if present is not None and is_out:  # the same bytes: a folder that was lost or damaged is whole again
            take_place(root, number, fresh)
            return Built(present, folder_of(number), is_new=True)
        edition = Edition(
            number=number,
            title=title,
            register_date=day,
            state=Edition.State.BUILT,
            root_hash=made.root_hash,
            records_root=made.manifest["records_root"],
            record_count=made.manifest["record_count"],
            file_count=len(made.files),
            languages=list(LANGUAGES),
            round_code=round_code,
            corrected=carried.taken,
            built_at=datetime.now(UTC),
        )
        try:
            _keep(actor, edition, root, fresh)
        except BaseException:
            discard(fresh)
            raise
    return Built(edition, folder_of(number), is_new=True)


def _keep(actor: Actor, edition: Edition, root: Path, fresh: Path) -> None:
    """The row, the ledger's entry and the folder, all three or none."""
    with transaction.atomic():
        present = Edition.objects.select_for_update().filter(number=edition.number).first()
        if present is not None and present.state != Edition.State.BUILT:
            raise AlreadyPublished(f"Edition {edition.number} was published while this build ran; it is not replaced.")
        if edition.round_code:
            _name(actor, edition)
        edition.save(force_insert=present is None)
        edition.refresh_from_db()
        if present is None or present.root_hash != edition.root_hash:
            record(
                actor=actor,
                action="build_edition",
                subject=f"edition {edition.number}, root hash {edition.root_hash}",
                changes=[edition_change(edition)],
            )
        take_place(root, edition.number, fresh)


def _name(actor: Actor, edition: Edition) -> None:
    """Name the edition to the round that it carries. One that is published has its edition's name already."""
    one = round_to_carry(actor, edition.round_code)
    if one.stage is RoundState.EDITION_FROZEN and one.edition != str(edition.number):
        name_edition(actor=actor, code=one.code, edition=str(edition.number))


def publish_edition(*, actor: Actor, number: int, now: datetime | None = None) -> Edition:
    """Make a built edition public for good, with its root hash in the ledger and one archive for taking away.

    One that carries a round is published by the calendar, with the round and at the same moment. Raises InvalidInput if
    there is no such edition, its folder is not what was built, or its round is not published; Refused, NoRoom.
    An edition that is published already is given back unchanged.
    """
    require(actor, Action.PUBLISH, Edition)
    with editions_folder(settings.EDITIONS_DIR) as root, transaction.atomic():
        edition = Edition.objects.select_for_update().filter(number=number).first()
        if edition is None:
            raise InvalidInput(
                f"There is no edition {number}.", hint=f"Build it: ubada edition build --number {number}"
            )
        if edition.state != Edition.State.BUILT:
            return edition
        if edition.round_code:
            one = round_to_carry(actor, edition.round_code)
            if one.stage is RoundState.EDITION_FROZEN:
                raise InvalidInput(
                    f"Edition {number} carries the round {one.code}: the calendar publishes both on {one.publishes}.",
                    hint="The worker looks at the calendar every minute; `ubada doctor` says what is in the way.",
                )
        _publish(actor, edition, root, now or datetime.now(UTC))
    return edition


def publish_with_round(one: Round, now: datetime) -> None:
    """Publish the edition that carries a round in the transaction in which the calendar publishes the round.

    A round that no edition carries is left alone. Raises UbadaError if the edition is not ready; then the round is not
    published either.
    """
    if not Edition.objects.filter(round_code=one.pk, state=Edition.State.BUILT).exists():
        return
    # The round is held here, and whoever builds an edition holds the folder before the round: no waiting for it.
    with editions_folder(settings.EDITIONS_DIR, waits=False) as root:
        edition = Edition.objects.select_for_update().get(round_code=one.pk)
        if edition.state == Edition.State.BUILT:
            _publish(Actor.system("calendar"), edition, root, now)
            one.edition = str(edition.number)  # whatever was named by hand since it was built; the round is saved next


def keep_current(*, actor: Actor | None = None, now: datetime | None = None) -> list[int]:
    """Build again what is to be published with a frozen round and does not say any more what stands in it.

    So a verdict or a piece of evidence that was taken back goes out in no edition, and the date is kept. Gives the
    numbers of the editions that were built.
    """
    whoever = actor or Actor.system("calendar")
    built = []
    for edition in Edition.objects.filter(state=Edition.State.BUILT).exclude(round_code=""):
        one = round_to_carry(whoever, edition.round_code)
        if one.stage is RoundState.EDITION_FROZEN and fault_of(edition):
            on = min(edition.register_date, (now or datetime.now(UTC)).date())
            built.append(build_edition(actor=whoever, number=edition.number, on=on).edition.number)
    return built


def _publish(actor: Actor, edition: Edition, root: Path, now: datetime) -> None:
    if fault := fault_of(edition):
        raise InvalidInput(fault, hint=f"Build it again: ubada edition build --number {edition.number}")
    edition.state = Edition.State.PUBLISHED
    edition.published_at = now
    edition.save(update_fields=["state", "published_at"])
    for uid in edition.corrected:
        publish_correction(actor=actor, uid=uid, edition=str(edition.number), now=now)
    record(
        actor=actor,
        action="publish_edition",
        subject=f"edition {edition.number}, root hash {edition.root_hash}",
        changes=[edition_change(edition)],
    )
    archive(root, edition.number)


def export_edition(*, actor: Actor, number: int, target: Path) -> Edition:
    """Copy an edition's folder, checked before it is copied, to a place where nothing is yet.

    Raises InvalidInput if there is no such edition or its folder is not what was built, UbadaError if the place is
    taken, NoRoom if the disk is full.
    """
    edition = visible_to(actor, Edition.objects.filter(number=number)).first()
    if edition is None:
        raise InvalidInput(f"There is no edition {number}.")
    _require_whole(edition)
    copy_out(folder_of(number), target)
    return edition


def _require_whole(edition: Edition) -> None:
    outcome = check(str(folder_of(edition.number)), expect=edition.root_hash)
    if not outcome.ok:
        fault = f"Edition {edition.number} is not as it was built: {outcome.faults[0]}."
        raise InvalidInput(fault, hint=f"Build it again: ubada edition build --number {edition.number}")


def correct_edition(
    *, actor: Actor, number: int, what: Mapping[str, str], why: Mapping[str, str], withdraw: bool = False
) -> Correction:
    """Say in the open what is wrong in a published edition. It stays as it is; ``withdraw`` also takes it back.

    Raises InvalidInput if the edition is not published or a text is empty, Refused.
    """
    require(actor, Action.CREATE, Correction)
    if not what.get("en") or not why.get("en"):
        raise InvalidInput("A correction says in English at least what is wrong and why.")
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(number=number).first()
        if edition is None or edition.state == Edition.State.BUILT:
            raise InvalidInput(f"Edition {number} is not published, so there is nothing to correct in the open.")
        correction = Correction(
            edition=edition,
            order=edition.corrections.count() + 1,
            what=dict(what),
            why=dict(why),
            made_on=datetime.now(UTC).date(),
        )
        correction.save(force_insert=True)
        correction.refresh_from_db()
        changes = [correction_change(correction)]
        if withdraw and edition.state == Edition.State.PUBLISHED:
            edition.state = Edition.State.WITHDRAWN
            edition.save(update_fields=["state"])
            changes.append(edition_change(edition))
        action = "withdraw_edition" if withdraw else "correct_edition"
        record(actor=actor, action=action, subject=f"edition {number}", changes=changes)
    return correction


def title_of(actor: Actor, number: int, day: date, round_code: str = "") -> dict[str, str]:
    """The title of an edition: its round's; without one, the first is the baseline and a later one has its month."""
    if round_code:
        title = round_to_carry(actor, round_code).title
        return {language: title.best(language).text for language in LANGUAGES}
    titles = {}
    for language in LANGUAGES:
        with translation.override(language):
            month = cldr.date_in_words(PartialDate.parse(f"{day:%Y-%m}"), language)
            titles[language] = _("The baseline") if number == 0 else _("The register in %(month)s") % {"month": month}
    return titles
