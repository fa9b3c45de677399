"""What an edition holds of a round: kinds of record of its own, read from what is published and from nothing else."""

from ubada.editions.rounds.kinds import ROUND_KINDS, Field, Kind
from ubada.editions.rounds.reading import Carried, read_round, rounds_before

__all__ = ["ROUND_KINDS", "Carried", "Field", "Kind", "read_round", "rounds_before"]
