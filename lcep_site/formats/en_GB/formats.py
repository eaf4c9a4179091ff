"""British formats that Django would show otherwise: "3 May 2026, 23:59", where it has "11:59 p.m."."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
