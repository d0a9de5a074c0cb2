"""Alexa: an envelope as the Alexa service makes one, to the skill's Lambda function.

Alexa understands the words itself; here the bot's own recognizer stands in for it, because Alexa
sends a skill no words.
"""
