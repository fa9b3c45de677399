"""The register's codes in words for readers. What a vocabulary of the register names itself is not repeated here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ubada.register import relation_words

Words = Mapping[str, Promise]

STANDING: Final[Words] = {
    "bound": _("bound by it"),
    "not_bound": _("not bound by it"),
    "political": _("politically committed"),
    "addressed": _("addressed by it"),
    "standard": _("held to it as a standard"),
    "unknown": _("not known whether bound"),
}
KIND: Final[Words] = {
    "treaty-obligation": _("treaty obligation"),
    "political-commitment": _("political commitment"),
    "recommendation": _("recommendation"),
    "standard": pgettext_lazy("kind of commitment", "standard"),
    "pledge": _("pledge"),
}
BINDING: Final[Words] = {
    "legal": _("legally binding"),
    "political": _("politically binding"),
    "standard": _("a standard, not binding in itself"),
}
SPECIFICITY: Final[Words] = {
    "1": _("1 of 5: asks for help or addresses others"),
    "2": _("2 of 5: continue what is being done"),
    "3": _("3 of 5: consider or study"),
    "4": _("4 of 5: a general action"),
    "5": _("5 of 5: a specific action"),
}
TREATY_STATUS: Final[Words] = {
    "party": _("party"),
    "signatory": _("signed only"),
    "invited_to_accede": _("invited to accede"),
    "not_party": _("not a party"),
    "no_action": _("no action"),
    "no_action_found": _("no action found"),
}
TREATY_ACTION: Final[Words] = {
    "accession": _("accession"),
    "ratification": _("ratification"),
    "signature": _("signature"),
    "succession": _("succession"),
    "invitation": _("invitation"),
}
DATE_BASIS: Final[Words] = {
    "national_law": _("date of the national law"),
    "derived": _("worked out from the entry into force"),
    "deposit": _("date of deposit"),
}
SCHEME: Final[Words] = {
    "uhri": _("Universal Human Rights Index"),
    "upr-info": _("UPR Info"),
    "osce-theme": _("OSCE themes"),
    "sdg-targets": _("SDG targets"),
}
INSTRUMENT_GROUP: Final[Words] = {
    "core": _("Core human rights treaties"),
    "protocols": _("Optional protocols"),
    "labour": _("Labour conventions"),
    "environment": _("Environment and climate"),
    "refugees": _("Refugees"),
    "criminal-justice": _("International criminal justice"),
    "regional": _("Regional treaties"),
    "osce": _("OSCE documents"),
    "standards": _("Principles and standards"),
}
REASON: Final[Words] = {
    "party": _("the state is a party"),
    "signatory": _("signed, not ratified"),
    "invited_to_accede": _("invited to accede, not a party"),
    "not_party": _("not a party"),
    "no_action": _("no action in the source"),
    "no_action_found": _("no source shows an action; that is no proof that there is none"),
    "no_fact": _("no source seen yet"),
    "sources_conflict": _("sources conflict"),
    "class_a": _("accredited with class A"),
    "class_b": _("accredited with class B"),
    "class_none": _("not accredited"),
    "in_force": _("a law is in force"),
    "adopted": _("a law was adopted"),
    "draft": _("there is a draft"),
    "vetoed": _("refused by the president"),
    "not_adopted": _("no such law was adopted"),
    "expired": _("its period is over"),
    "none_found": _("none was found; that is no proof that there is none"),
    "unclear": _("the sources are unclear"),
    "separate_offence": _("an offence of its own"),
    "general_offences": _("punished under general offences"),
    "administrative_only": _("an administrative offence only"),
    "share_reached": _("the share is reached"),
    "share_below": _("the share is below"),
    "reviewed": _("reviewed within the time set"),
    "review_older": _("the last review known is older"),
    "review_older_than_the_window": _("the last review known is older, and so is its source"),
    "service_listed": _("a service is listed"),
    "round_the_clock": _("round the clock"),
    "not_round_the_clock": _("not round the clock"),
    "hours_not_known": _("hours are not known"),
    "present": _("present"),
    "notification": _("notification is enough"),
    "authorisation": _("authorisation is needed"),
    "protection_orders": _("protection orders exist"),
    "foreign_funding_register": _("a register of foreign funding exists"),
}
TASK_REASON: Final[Words] = {
    "unverified": _("No source seen"),
    "fields": _("Part of the record is not verified"),
    "paragraph": _("The text of the paragraph has not been read"),
    "number": _("The telephone number has not been rung"),
    "source": _("The record lacks a link or a date"),
}
FIELD: Final[Words] = {
    "all": _("everything"),
    "action_date": _("date of the action"),
    "adopted_on": _("date of adoption"),
    "amount": _("amount"),
    "as_of": _("the date at which the source speaks"),
    "complaint": _("complaint"),
    "considered": _("days of the dialogue"),
    "date": _("date"),
    "document": _("document"),
    "es_category": _("environmental and social category"),
    "hours": _("hours"),
    "in_force_on": _("date of entry into force"),
    "institutions": _("institutions"),
    "label": _("title"),
    "locator": _("place in the document"),
    "number": _("telephone number"),
    "project_number": _("project number"),
    "recommendations_received": _("recommendations received"),
    "recommendations_supported": _("recommendations supported"),
    "signature_date": _("date of signature"),
    "source_url": _("link to the source"),
    "symbol": _("symbol of the document"),
    "text": _("text of the paragraph"),
    "url": _("link to the text"),
    "value": _("what it says"),
}
CONFIDENCE: Final[Words] = {
    "seen": _("read in the source named"),
    "seen_secondary": _("read in a copy or a secondary source"),
    "unverified_paragraph": _("document seen, paragraph not read"),
    "unverified": _("no source seen"),
}
DUTY_BEARER: Final[Words] = {
    "STATES": _("the five states"),
    "OMBUDSMAN": _("ombudsman institutions"),
    "OSCE": _("the OSCE and its institutions"),
    "OSCE_PARTNERS": _("OSCE partners"),
    "EU": _("the European Union"),
    "UN": _("the United Nations"),
    "DONORS": _("donors"),
    "IFIS": _("international financial institutions"),
}
LEDGER_ACTION: Final[Words] = {
    "import_baseline": _("Records were brought in line with the reviewed baseline"),
    "import_records": _("Records were imported from another database"),
    "undo_import": _("An import was taken back"),
    "classify_commitment": _("Terms were given to a commitment, or taken from it, by an editor"),
    "cluster_commitments": _("Commitments were joined into a cluster: one promise, made again"),
    "grow_cluster": _("A cluster got new members"),
    "move_to_cluster": _("A commitment was moved to another cluster"),
    "take_out_of_cluster": _("A commitment was taken out of its cluster"),
    "describe_cluster": _("A cluster was renamed or described anew"),
    "dissolve_cluster": _("A cluster was dissolved"),
}
SOURCE_KIND: Final[Words] = {
    "law": _("Law or policy"),
    "indicator": _("Indicator"),
    "nhri": _("Ombudsman institution"),
    "osce": _("OSCE"),
    "project": _("Project"),
    "rating": _("Rating"),
    "review": _("Review"),
    "service": _("Service"),
    "treaty": _("Treaty action"),
}
RESPONSE: Final[Words] = {
    "supported": _("supported"),
    "noted": _("noted"),
    "none": _("no answer"),
}
CLAIM: Final[Words] = {
    "implemented": _("already implemented"),
    "under_way": _("under way"),
}
DERIVED: Final[Words] = {
    "title": _("title"),
    "specificity": _("how specific it is"),
    "themes": _("themes"),
    "persons": _("who it is for"),
    "locator": _("place in the document"),
}
SHAPE: Final[Words] = {
    "state": _("States"),
    "region": _("Regions"),
    "vocabulary": _("Vocabularies"),
    "term": _("Terms"),
    "mapping": _("Mappings to the terms of others"),
    "body": _("Issuing bodies"),
    "document": _("Documents"),
    "instrument": _("Instruments"),
    "rating_scale": _("Scales of indices"),
    "provision": _("Provisions"),
    "cluster": _("Clusters: one promise across documents"),
    "commitment": _("Commitments"),
    "recommended_by": _("Recommending states"),
    "relation": _("Relations between commitments"),
    "classification_suggestion": _("Suggested terms that a person confirmed"),
    "commitment_source": _("Databases of origin"),
    "state_commitment": _("Commitments by state"),
    "response": _("Answers of states"),
    "fact": _("Facts"),
    "treaty_action": _("Treaty actions"),
    "task": _("Tasks of verification"),
    "conflict": _("Conflicts between sources"),
    "test": _("Structural tests"),
    "result": _("Answers of the tests"),
}

TABLES: Final[Mapping[str, Words]] = {
    "standing": STANDING,
    "kind": KIND,
    "binding": BINDING,
    "specificity": SPECIFICITY,
    "treaty_status": TREATY_STATUS,
    "treaty_action": TREATY_ACTION,
    "date_basis": DATE_BASIS,
    "instrument_group": INSTRUMENT_GROUP,
    "scheme": SCHEME,
    "reason": REASON,
    "task_reason": TASK_REASON,
    "field": FIELD,
    "confidence": CONFIDENCE,
    "duty_bearer": DUTY_BEARER,
    "ledger_action": LEDGER_ACTION,
    "fact_kind": SOURCE_KIND,
    "response": RESPONSE,
    "claim": CLAIM,
    "derived": DERIVED,
    "shape": SHAPE,
    "relation": relation_words.RELATION,
    "relation_sentence": relation_words.RELATION_SENTENCE,
    "related": relation_words.RELATED,
    "relation_state": relation_words.RELATION_STATE,
    "symbol": relation_words.SYMBOL,
}


def word(code: object, table: str) -> str:
    """The word for a code of a table; a code that has none is shown as it is, with spaces for its dashes."""
    known = TABLES[table].get(str(code))
    return str(known) if known is not None else str(code).replace("_", " ").replace("-", " ")
