"""The commands of ``factcheck``, each in a module of its own; ``cli`` puts them together."""
