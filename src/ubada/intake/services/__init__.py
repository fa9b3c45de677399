"""Every write to what was read: documents, the reading of them, decisions on passages, entering what was accepted."""

from ubada.intake.services.deciding import accept_passage, mend_passage, reject_passage, reopen_passage
from ubada.intake.services.documents import describe_document, read_again, receive_document
from ubada.intake.services.entering import Entered, enter_accepted
from ubada.intake.services.reading import read_document
from ubada.intake.services.shaping import add_passage, divide_passage, join_passages

__all__ = [
    "Entered",
    "accept_passage",
    "add_passage",
    "describe_document",
    "divide_passage",
    "enter_accepted",
    "join_passages",
    "mend_passage",
    "read_again",
    "read_document",
    "receive_document",
    "reject_passage",
    "reopen_passage",
]
