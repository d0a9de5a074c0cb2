"""Tags of bots and aliases: TagResource, UntagResource, ListTagsForResource."""

from collections.abc import Mapping

from deploy.local.account.lex_models.region import Call, Operation, invalid, quota
from deploy.local.account.lex_models.state import Document


def tag_resource(call: Call) -> Document:
    kept = _tags(call)
    tags = {**kept, **call.params["tags"]}
    if len(tags) > quota("tags"):
        # The operation declares no 402.
        raise invalid(f"a resource has at most {quota('tags')} tags")
    kept.update(tags)
    return {}


def untag_resource(call: Call) -> Document:
    kept = _tags(call)
    for key in call.params["tagKeys"]:
        kept.pop(key, None)
    return {}


def list_tags_for_resource(call: Call) -> Document:
    return {"tags": dict(_tags(call))}


def _tags(call: Call) -> dict[str, str]:
    arn = call.params["resourceARN"]
    if not call.region.has(arn):
        raise call.missing(f"resource {arn}")
    return call.region.tags.setdefault(arn, {})


OPERATIONS: Mapping[str, Operation] = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
