"""The version of a service: the tag of its image."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ContainerDefinitionOutputTypeDef, TaskDefinitionTypeDef


def version_of(definition: "TaskDefinitionTypeDef", service: str) -> str:
    """The tag of the service's own container, else of the first essential one; "" without any."""
    image = image_of(definition, service)
    return tag_of(image) if image else ""


def image_of(definition: "TaskDefinitionTypeDef", service: str) -> str:
    """The image that `version_of` tells the tag of, as the task definition names it."""
    containers = definition.get("containerDefinitions", [])
    named = [one for one in containers if one.get("name") in (service, definition.get("family"))]
    essential = [one for one in containers if one.get("essential", True)]
    chosen = (named or essential or containers)[:1]
    return _image(chosen[0]) if chosen else ""


def tag_of(image: str) -> str:
    """ "registry/orders:1.8.2" -> "1.8.2"; a digest gives its first 12 digits; none is "latest"."""
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    return tag or digest.rpartition(":")[2][:12] or "latest"


def _image(container: "ContainerDefinitionOutputTypeDef") -> str:
    return container.get("image", "")
