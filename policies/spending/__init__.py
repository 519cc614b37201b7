"""What is planned and spent under a brief, by all its campaigns together."""
