from partnerships.audit.log import UnknownAction, current_user, during, record

__all__ = ["UnknownAction", "during", "current_user", "record"]
