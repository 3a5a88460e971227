"""The form of an error, and the codes that Webflow publishes (``openapi/v2.yml``)."""

import json
from collections.abc import Iterator

CODES = frozenset(
    """
    bad_request collection_not_found conflict duplicate_collection duplicate_user_email
    ecommerce_not_enabled forbidden forms_require_republish incompatible_webhook_filter
    internal_error invalid_auth_version invalid_credentials invalid_domain invalid_user_email
    item_not_found missing_scopes no_domains not_authorized not_enterprise_plan_site
    not_enterprise_plan_workspace order_not_found resource_not_found service_unavailable
    too_many_requests unsupported_version unsupported_webhook_trigger_type user_limit_reached
    user_not_found users_not_enabled validation_error
    """.split()  # noqa: SIM905 - read as prose
)
MEMBERS = {"message", "code", "externalReference", "details"}


def faults_of_error(body: bytes) -> Iterator[str]:
    """What is wrong with the body of an answer that is an error."""
    held = json.loads(body)
    if set(held) != MEMBERS:
        yield f"an error has {', '.join(sorted(MEMBERS))} and not {', '.join(sorted(held))}"
        return
    if held["code"] not in CODES:
        yield f"{held['code']} is no code of an error"
    if not isinstance(held["message"], str) or not held["message"]:
        yield "an error has a message"
    for detail in held["details"]:
        if not isinstance(detail, str) and set(detail) != {"param", "description"}:
            yield f"a detail is a text, or has param and description: {detail}"
