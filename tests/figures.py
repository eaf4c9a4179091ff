"""What official statistics say of a local authority, for tests."""

from partnerships.models import DeprivationFigures


def make_figures(gss_code: str, children_in_low_income_families: float = 0.25, **fields) -> DeprivationFigures:
    """Make what the Indices of Deprivation of 2025 say of the authority with `gss_code`."""
    defaults = {
        "year": 2025,
        "average_score": 20.5,
        "rank": 1,
        "share_in_most_deprived_tenth": 0.1,
        "children_rank": 1,
        "source": f"Indices of {fields.get('year', 2025)}",
    }
    shares = {"children_in_low_income_families": children_in_low_income_families}
    return DeprivationFigures.objects.create(gss_code=gss_code, **defaults | shares | fields)
