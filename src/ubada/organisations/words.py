"""The names of constituencies, roles and acts, in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

CONSTITUENCIES: Final[Words] = {
    "STA": _("State bodies"),
    "CSO": _("Civil society"),
    "NHR": _("Ombudsman institutions"),
    "IGO": _("International organisations"),
    "COM": _("Affected communities"),
    "EXP": _("Experts"),
    "DON": _("Donors"),
}
ROLES: Final[Words] = {
    "coordinator": _("coordinator"),
    "assessor": _("assessor"),
    "reviewer": _("reviewer"),
    "observer": _("observer"),
}
PLATFORM_ROLES: Final[Words] = {
    "editor": _("editor of the register"),
    "admin": _("administrator"),
    "auditor": _("auditor"),
}
STATUSES: Final[Words] = {
    "applied": _("not yet approved"),
    "approved": _("approved"),
    "suspended": _("suspended"),
    "closed": _("closed"),
}
SCOPES: Final[Words] = {
    "assessments:read": _("read the organisation’s own verdicts"),
    "assessments:write": _("write its drafts, hand them in and take verdicts back"),
    "evidence:read": _("read its evidence"),
}
"""What a program may do with a token, of what its owner may do."""
GRADES: Final[Words] = {"A": _("A status"), "B": _("B status"), "none": _("no status")}
ACTS: Final[Words] = {
    "change_password": _("Changed the password"),
    "set_password": _("Set a password"),
    "reset_password": _("Set a new password by mail"),
    "change_email": _("Changed the e-mail address"),
    "add_second_factor": _("Added a second step of signing in"),
    "remove_second_factor": _("Removed a second step of signing in"),
    "renew_recovery_codes": _("Made new recovery codes"),
    "describe_oneself": _("Changed name or language"),
    "end_other_sessions": _("Ended the other sessions"),
    "begin_membership": _("Placed a person in an organisation"),
    "end_membership": _("Ended a membership"),
    "create_account": _("Made an account"),
    "disable_account": _("Switched an account off"),
    "enable_account": _("Switched an account on"),
    "set_platform_role": _("Changed a role on the platform"),
    "issue_password_link": _("Made a link for a new password"),
    "make_token": _("Made a token for a program"),
    "revoke_token": _("Revoked a token"),
    "create_organisation": _("Entered an organisation"),
    "record_accreditation": _("Recorded an accreditation"),
    "set_organisation_approved": _("Approved an organisation"),
    "set_organisation_suspended": _("Suspended an organisation"),
    "set_organisation_closed": _("Closed an organisation"),
    "set_organisation_applied": _("Set an organisation back to waiting"),
    "confirm_relation": _("Confirmed what two commitments are to each other"),
    "retype_relation": _("Said something else of two commitments than was suggested"),
    "reject_relation": _("Rejected what was suggested of two commitments"),
    "reopen_relation": _("Took back a decision on two commitments"),
    "relate_commitments": _("Related two commitments by hand"),
    "cluster_commitments": _("Made a cluster"),
    "grow_cluster": _("Added commitments to a cluster"),
    "move_to_cluster": _("Moved a commitment to another cluster"),
    "take_out_of_cluster": _("Took a commitment out of its cluster"),
    "describe_cluster": _("Renamed or described a cluster"),
    "dissolve_cluster": _("Dissolved a cluster"),
    "receive_file": _("Handed in a file"),
    "refuse_file": _("Handed in a file that was refused"),
    "remove_file": _("Removed a file"),
}
