"""What is tested on SQLite besides PostgreSQL, which is that of production: all that can differ, and what does not.

    python -m tests.on_both_databases

prints the former, for pytest. The longest path that is named decides, so a file may be told apart from its folder, and
one test, "test_lists.py::test_…" or "test_lists.py::test_…[its parameter]", from its file.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BOTH = {
    "lcep_site/test_back_office.py::test_a_row_can_be_added_opened_and_looked_back_on[partnership]": "one of each",
    "lcep_site/test_back_office.py::test_the_list_finds_by_words": "text search in the back office",
    "lcep_site/test_directory_data.py::test_a_second_load_of_the_real_data_changes_nothing": "loading",
    "lcep_site/health": "what a database says that fails, and its limits of time",
    "lcep_site/test_environment.py": "which database is used",
    "lcep_site/test_impossible_keys.py": "how large a number may be",
    "lcep_site/kept_answers": "what is committed, and when",
    "lcep_site/test_loading.py": "loading",
    "lcep_site/test_made_up.py": "rows written in bulk",
    "lcep_site/test_security.py": "one page of each kind in public",
    "lcep_site/test_settings.py": "how the database is asked for",
    "members/admin/test_sheet_imports.py": "imports",
    "members/organisations/test_schools.py": "locking, and joins to what may be missing",
    "members/sheets": "imports",
    "partnerships/admin/test_searching.py": "words in a list, and which indexes lead to them",
    "partnerships/admin/test_concurrent_edits.py::test_a_name_changed_meanwhile_is_not_changed_back": "saving together",
    "partnerships/admin/test_concurrent_edits.py::test_different_fields_are_both_kept_and_said": "saving together",
    "partnerships/admin/test_concurrent_edits.py::test_who_answers_for_a_bridge_is_looked_at_too": "saving together",
    "partnerships/admin/test_working_copies.py": "saving together, and transactions that are taken back",
    "partnerships/api/test_lists.py::test_every_list_is_there_and_in_the_index": "one answer of each kind for programs",
    "partnerships/api/test_pages_of_lists.py": "orders, and pages by what they are ordered by",
    "partnerships/curation/test_kept_charts.py": "what is kept for as long as nothing changes",
    "partnerships/coverage/test_agreement.py": "orders, and distances reckoned by the database",
    "partnerships/coverage/test_everywhere.py": "counted by the database, and kept for as long as nothing changes",
    "partnerships/coverage/test_kept_coverages.py": "what is committed",
    "partnerships/coverage/test_levels.py": "counted by the database",
    "partnerships/enquiries/test_desk_refusals.py": "locking",
    "partnerships/enquiries/test_receive.py": "locking",
    "partnerships/finder/test_kept_names.py": "what is committed",
    "partnerships/geography/test_postcodes.py": "a table without a model of ours",
    "partnerships/mail": "delivery",
    "partnerships/management": "imports and raw SQL",
    "partnerships/models/test_constraints.py": "constraints",
    "partnerships/privacy/test_subject_requests.py": "texts in JSON, which SQLite stores escaped",
    "partnerships/public_content": "triggers, and what is seen of transactions",
    "partnerships/publishing/test_entry_details.py": "raw SQL",
    "partnerships/publishing/test_workflow.py": "locking",
    "partnerships/schools/test_importing.py": "rows written in bulk",
    "partnerships/schools/test_official_register.py": "rows written in bulk",
    "partnerships/search": "text search and facets",
    "partnerships/sought": "raw SQL",
    "partnerships/versions": "versions",
    "partnerships/worker": "delivery and locking",
    "test_any_tool.py": "files of SQLite, and constraints",
    "rolling_deploy": "which SQL each database makes of a migration",
    "test_indexes.py": "which indexes each database uses",
    "test_databases.py": "how the database of a test run is made",
    "upgrades": "how a database of an earlier day is brought up to date",
}
ONCE = {
    "bench": "asks no database",
    "drills": "asks no database",
    "journeys": "the pages, in a browser",
    "licences": "reads the locks",
    "lcep_site": "the pages of the site; settings, files and rights",
    "members/admin": "forms and lists",
    "members/forms": "forms",
    "members/mailing_list": "mails and their texts",
    "members/models": "rules of single rows",
    "members/organisations": "rules of single rows",
    "members/proposals": "rules of single rows",
    "members/views": "pages",
    "partnerships/abuse": "rules",
    "partnerships/admin": "forms and lists",
    "partnerships/api": "what programs are answered",
    "partnerships/audit": "records and their export",
    "partnerships/coverage": "reckoned in memory",
    "partnerships/curation": "rules and lists",
    "partnerships/dates": "asks no database",
    "partnerships/enquiries": "rules and mails",
    "partnerships/files": "files",
    "partnerships/finder": "answers; the text search is tested by itself",
    "partnerships/forms": "forms",
    "partnerships/geography": "reckoned in memory",
    "partnerships/models": "rules of single rows",
    "partnerships/open_data": "records and files",
    "partnerships/privacy": "rules of single rows",
    "partnerships/public_content/test_what_is_read.py": "pages, which ask both for the same",
    "partnerships/published_kinds": "what is declared, and where it is read",
    "partnerships/publishing": "rules of single rows",
    "partnerships/schools": "asks no database",
    "partnerships/signed_links": "links, which no database keeps",
    "partnerships/text": "asks no database",
    "partnerships/uploads": "asks no database",
    "partnerships/views": "pages",
    "stored": "what is kept outside the database, or read from single rows",
    "topology": "asks no database",
    "test_another_bridge.py": "rights, which Django puts into any SQL",
    "test_another_bridge_inlines.py": "rights, which Django puts into any SQL",
    "test_changed.py": "asks no database",
    "test_conventions.py": "reads the code",
    "test_html.py": "pages",
    "test_kept_addresses.py": "pages",
    "test_nul.py": "forms",
    "test_on_both_databases.py": "reads the tests",
    "test_known_everywhere.py": "what is declared, and which rooms read it",
    "test_parts.py": "asks no database",
    "test_permission_matrix.py": "rights, which Django puts into any SQL",
    "test_private_interfaces.py": "reads the packages",
    "test_rooms.py": "reads the code",
    "test_typed.py": "forms",
    "test_weight.py": "pages",
}


def paths() -> list[str]:
    """Return the paths of what is tested on SQLite too, from the folder of the project on."""
    return [f"{FOLDER.name}/{path}" for path in BOTH]


if __name__ == "__main__":
    print(*paths())
