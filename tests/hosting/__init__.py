"""What docs/hosting.md is about: the image, the processes of compose.yaml, nginx and systemd, and the variables."""
