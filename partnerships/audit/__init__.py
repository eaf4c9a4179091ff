"""The audit log: what must be accounted for. Everybody records acts with what is here; `export` is for its own page."""

from partnerships.audit.log import current_user, during, record
