"""What CodePipeline refuses."""

from deploy.local.account.slim_moto import ServiceException


class PipelineError(ServiceException):
    """An error of CodePipeline's model: `PipelineError(shape, message)`.

    A class of ours, because moto looks for the model of an error where its class is from.
    """
