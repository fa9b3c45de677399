"""Documents of our own for the desk: a report of a review in the form of today's, and a second version of it."""

from __future__ import annotations

from typing import Any

ITEMS = (
    ("6.1", "Ratify the Violence and Harassment Convention of the ILO (Norway);"),
    ("6.2", "Adopt a law against domestic violence and open a shelter in every region by 2027 (Chile) (Ghana);"),
    ("6.3", "Reserve half of the seats in parliament for women (Iceland);"),
    ("6.4", "Train the police every year on how to receive survivors (Uruguay);"),
    ("6.5", "Repeal the article on foreign representatives (Switzerland).")
)  # fmt: skip


def report(items: tuple[tuple[str, str], ...] = ITEMS) -> str:
    """A report of the working group with these recommendations."""
    listed = "\n".join(f"{number} {text}" for number, text in items)
    return (
        "United Nations A/HRC/60/4\n\nGeneral Assembly Distr.: General\n\n3 April 2025\n\n"
        "Human Rights Council\n\nReport of the Working Group on the Universal Periodic Review\n\nKyrgyzstan\n\n"
        "I. Summary of the proceedings of the review process\n\n"
        "1. The delegation spoke of new laws and of what they cost.\n\n"
        "II. Conclusions and/or recommendations\n\n"
        "6. The recommendations made during the interactive dialogue will be examined by Kyrgyzstan:\n\n"
        f"{listed}\n"
    )


REPORT = report()


def described(**more: Any) -> dict[str, Any]:
    """What a person says of the report."""
    return {
        "title": "Report of the Working Group on the review of Kyrgyzstan",
        "symbol": "A/HRC/60/4",
        "kind": "upr-report",
        "body": "UN",
        "states": ["KGZ"],
        "adopted_on": "2025-04-03",
        "url": "https://example.org/a-hrc-60-4",
        **more,
    }
