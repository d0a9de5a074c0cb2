"""CodePipeline and the CodeBuild builds of its actions, moving with the simulated clock."""
