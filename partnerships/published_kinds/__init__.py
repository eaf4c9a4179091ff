"""Every kind of thing the site publishes, in one table: what each room must know of a kind, said once.

A PublishedKind is one model, with the Listings the public reads its rows in. Lists, feeds, search, previews, news by
e-mail, the back office, open data, addresses and rights are made from it. Others import the names of `table`, and those
of `fields`, of which published records are made.

`declarations` holds the kinds of this app, `library` those of its library. Another app registers its own in its
AppConfig.ready(), and stands before the back office in INSTALLED_APPS.
"""
