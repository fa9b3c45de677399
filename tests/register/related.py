"""Commitments that repeat and contradict each other, and what editors say of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from tests.world import TODAY
from ubada.access.actors import Actor
from ubada.register.models import Commitment, Relation
from ubada.register.services import write_records
from ubada.register.services.relations import confirm_relation, relate_commitments
from ubada.register.shapes import COMMITMENT, RESPONSE, STATE_COMMITMENT

TEXTS = {
    "QUOTA-A": "Reserve 30 % of seats in parliament for women",
    "QUOTA-B": "Reserve thirty per cent of the seats in parliament for women.",
    "QUOTA-C": "Reserve 50 % of seats in parliament for women",
    "QUOTA-D": "Reserve 30 % of all seats in parliament for women",
    "AGENT-A": "Adopt the law on foreign representatives",
    "AGENT-B": "Repeal the law on foreign representatives",
}
SAME = "QUOTA-A~QUOTA-B:duplicate"
AGAIN = "QUOTA-A~QUOTA-D:reiterates"
CONTRARY = "AGENT-A~AGENT-B:conflicts"


def add(texts: Mapping[str, str], *, state: str = "KGZ") -> None:
    """Commitments in these words, followed for one state, and otherwise like one of the world."""
    like = COMMITMENT.record_of(Commitment.objects.get(ref="STMT-4"))
    with transaction.atomic():
        write_records(
            COMMITMENT, {ref: like | {"ref": ref, "text": {"en": text}, "cluster": None} for ref, text in texts.items()}
        )
        write_records(
            STATE_COMMITMENT,
            {
                f"{ref}@{state}": {
                    "key": f"{ref}@{state}", "commitment": ref, "state": state, "standing": "addressed"
                }
                for ref in texts
            },
        )  # fmt: skip


def put_into(cluster: str | None, ref: str) -> None:
    """The commitment is in the cluster, as a baseline puts it there."""
    with transaction.atomic():
        record = COMMITMENT.record_of(Commitment.objects.get(ref=ref))
        write_records(COMMITMENT, {ref: record | {"cluster": cluster}})


def answer(ref: str, official: str, dated: str, *, state: str = "KGZ") -> None:
    """A state's answer to a commitment."""
    key = f"{ref}@{state}@{dated}"
    with transaction.atomic():
        write_records(RESPONSE, {key: {
            "key": key, "state_commitment": f"{ref}@{state}", "wording": {}, "official_class": official,
            "our_class": official, "claim": "", "claim_wording": {}, "dated": dated,
            "source_title": "Addendum", "source_url": "https://example.org/a",
        }})  # fmt: skip


def join(editor: Actor, *pairs: tuple[str, str]) -> None:
    """The editor says of each pair that it is one promise, made again."""
    for first, second in pairs:
        suggested = Relation.objects.filter(
            commitment_a=first, commitment_b=second, state="suggested", type__in=["duplicate", "reiterates"]
        ).first()
        if suggested is not None:
            confirm_relation(actor=editor, key=suggested.key, on=TODAY)
        else:
            relate_commitments(actor=editor, first=first, second=second, relation="reiterates", on=TODAY)


def types() -> dict[str, str]:
    """The type of each pair's relation."""
    return {key.partition(":")[0]: key.partition(":")[2] for key in Relation.objects.values_list("key", flat=True)}


def cluster_of(*refs: str) -> list[str | None]:
    """The clusters of these commitments, in order."""
    found = dict(Commitment.objects.filter(pk__in=refs).values_list("ref", "cluster"))
    return [found[ref] for ref in refs]
