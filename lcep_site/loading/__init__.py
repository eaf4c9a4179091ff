"""Loading the committed data: `sheets` reads the files, `kinds` says what is in them, `merging` loads them."""
