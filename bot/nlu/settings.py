"""What training can be told. The defaults were chosen on training and validation data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    seed: int = 7
    fillings: int = 8
    """How often an utterance is filled with values for the tagger, while the budget lasts."""
    filled: tuple[int, int] = (210, 4000)
    """Filled utterances that intents are told apart by: of an intent, and of all of them together;
    each utterance counts at least once."""
    tagger_budget: int = 600
    """Filled utterances an intent's tagger learns from; each utterance counts at least once."""
    many: int = 50
    """Utterances of an intent, on average, from which on wording is looked at too."""
    templates: int = 150
    """Of an intent, that are learned from: more are expansions that repeat one another."""
    plain: int = 400
    """The same of utterances without slots."""
    answers: int = 24
    """Values of a slot that are learned as answers when it is asked for."""
    clusters: tuple[int, ...] = (16, 64, 256)
    """Into how many groups of like words the vocabulary is cut, for the tagger."""
    senses: tuple[int, ...] = (100, 400)
    """The same for words in their sentence, of each layer of the embedding."""
    annotated: int = 200
    """Utterances of a bot with values in their slots, from which on it is learned what words fill,
    what stands further off, and what the embedding says of words in their sentence."""
    epochs: int = 6
    trial_epochs: int = 4
    """Where scores are only learned to see how sure one may be of them."""
    trials: int = 4
    """Of at most eight, each a training without a part of the examples; half of them where there
    are very many."""
    penalty: float = 1.0
    """Of a wrong margin, against the size of the weights (the C of support vector machines)."""
    kernel_width: float = 1.0
    kernel_ridge: float = 0.03
    landmarks: tuple[int, int] = (800, 4000)
    """Examples that a text is compared with: all up to the first figure; of more a third, but not
    fewer than the first and not more than the second figure."""
    network: int = 5000
    """Examples, from which on a sentence's embedding is read by a neural network, too."""
    outside_share: float = 0.05
    """How many of a hundred requests are expected to mean no intent, as a share."""
    tagger_sparsity: float = 0.05
    tagger_penalty: float = 0.05
    """Of large weights: their sum (c1) and the sum of their squares (c2)."""
    tagger_iterations: int = 80
