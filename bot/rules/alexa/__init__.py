"""What an Alexa skill takes."""
