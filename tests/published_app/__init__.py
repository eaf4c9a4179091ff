"""An app of another author that publishes a kind of its own: walks. Only `settings` here installs it."""
