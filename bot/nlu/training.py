"""From a training set to a model."""

import numpy as np
from threadpoolctl import threadpool_limits

from bot.nlu.classifier import train_classifier
from bot.nlu.clusters import learn_clusters
from bot.nlu.embeddings import Dimensions, Embedder, best_installed, installed
from bot.nlu.examples import TrainingSet, name_in_words
from bot.nlu.filling import Values, fill, known_values, learn_novelty, thinned
from bot.nlu.gazetteer import learn_gazetteer
from bot.nlu.guards import learn_guards
from bot.nlu.model import Model
from bot.nlu.senses import annotated, learn_senses
from bot.nlu.settings import Settings
from bot.nlu.tagger import Background, carrier_words, train_tagger
from bot.nlu.tagging import View
from bot.nlu.tokens import norms
from bot.nlu.usage import NO_USAGE, learn_usage


def train(
    examples: TrainingSet, settings: Settings | None = None, embedder: Embedder | None = None
) -> Model:
    """The same model for the same examples, settings, embedding and library versions.

    `embedder`: the best that is installed, unless given. Raises nothing: a training set without
    intents is a model that understands nothing.
    """
    # Many small products: threads that wait for one another cost more than they help, and how sums
    # are cut must not depend on the machine's cores.
    with threadpool_limits(limits=1, user_api="blas"):
        return _train(examples, settings or Settings(), embedder or best_installed())


def _train(examples: TrainingSet, settings: Settings, embedder: Embedder) -> Model:
    values = known_values(examples)
    texts, labels = _texts(examples, values, settings, embedder)
    names = [intent.name for intent in examples.intents]
    listed = learn_gazetteer(examples.values)
    known = _background(examples, values, settings, embedder)
    return Model(
        train_classifier(
            texts,
            labels,
            names,
            listed,
            embedder,
            _dimensions(examples, embedder, settings),
            settings,
        ),
        {
            intent.name: train_tagger(intent, known, settings)
            for intent in examples.intents
            if intent.slots
        },
        learn_guards(examples),
        embedder,
    )


def _texts(
    examples: TrainingSet, values: Values, settings: Settings, embedder: Embedder
) -> tuple[list[str], list[int]]:
    """Utterances with their slots filled, the intent's name where its meaning is known, each with
    the intent's position; then what means none."""
    random = np.random.default_rng(settings.seed)
    texts: list[str] = []
    labels: list[int] = []
    of_one, of_all = settings.filled
    few = min(of_one, of_all // max(len(examples.intents), 1))
    for label, intent in enumerate(examples.intents):
        some = thinned(intent, settings.templates, settings.plain)
        times = max(1, min(settings.fillings, few // max(len(some.utterances), 1)))
        filled = [example.text for example in fill(some, values, times, random, again=False)]
        if embedder.level != "none":
            filled += filter(None, [name_in_words(intent.name)])
        texts.extend(filled)
        labels.extend([label] * len(filled))
    texts.extend(examples.outside)
    labels.extend([-1] * len(examples.outside))
    return texts, labels


def _dimensions(examples: TrainingSet, embedder: Embedder, settings: Settings) -> Dimensions:
    utterances = sum(len(intent.utterances) for intent in examples.intents)
    is_many = utterances >= settings.many * len(examples.intents)
    return embedder.many if is_many else embedder.few


def _background(
    examples: TrainingSet, values: Values, settings: Settings, embedder: Embedder
) -> Background:
    carriers = carrier_words(examples.intents)
    inside = {word for phrases in values.values() for phrase in phrases for word in norms(phrase)}
    words = installed("words") if embedder.level != "none" else None
    clusters = learn_clusters(sorted(carriers | inside), settings.clusters, words, settings.seed)
    edges = {
        sign
        for phrases in values.values()
        for phrase in phrases
        for sign in (phrase.strip()[:1], phrase.strip()[-1:])
        if sign and not sign.isalnum()
    }
    said = annotated(examples.intents)
    usage = learn_usage(examples.intents) if len(said) >= settings.annotated else NO_USAGE
    senses = learn_senses(said, embedder, settings)
    gazetteer = learn_gazetteer(values)
    view = View(gazetteer, carriers, clusters, frozenset(edges), usage, senses)
    return Background(values, learn_novelty(examples), view, senses.of_each(said))
