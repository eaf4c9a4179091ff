from partnerships.audit.log import UnknownAction, answering, person_at_work, record

__all__ = ["UnknownAction", "answering", "person_at_work", "record"]
