"""Who may do what: every permission, and the roles that hold them, in one table."""

from enum import StrEnum


class Permission(StrEnum):
    SEE_STAFF_PAGES = "desk:see"
    CAST_VOTE = "votes:cast"
    POST_SUGGESTION = "suggestions:post"
    COMMENT = "comments:post"
    FLAG = "moderation:flag"
    APPROVE = "moderation:approve"
    EDIT_ANY = "moderation:edit"
    MOVE = "moderation:move"
    HIDE = "moderation:hide"
    LOCK_COMMENTS = "moderation:lock"
    BLOCK_PERSON = "moderation:block"
    SET_STATUS = "suggestions:set_status"
    RESPOND = "suggestions:respond"
    EXPORT = "exports:make"
    MANAGE_BOARDS = "boards:manage"
    MANAGE_PEOPLE = "accounts:manage"
    MANAGE_SITE = "site:manage"
    READ_AUDIT = "audit:read"


class Role(StrEnum):
    CUSTOMER = "customer"
    MODERATOR = "moderator"
    PRODUCT = "product"
    ADMINISTRATOR = "administrator"


_P = Permission
_CUSTOMER = frozenset({_P.CAST_VOTE, _P.POST_SUGGESTION, _P.COMMENT, _P.FLAG})
_MODERATOR = _CUSTOMER | {
    _P.SEE_STAFF_PAGES,
    _P.APPROVE,
    _P.EDIT_ANY,
    _P.MOVE,
    _P.HIDE,
    _P.LOCK_COMMENTS,
    _P.BLOCK_PERSON,
    _P.SET_STATUS,
    _P.RESPOND,
}
_PRODUCT = _CUSTOMER | {_P.SEE_STAFF_PAGES, _P.SET_STATUS, _P.RESPOND, _P.EXPORT}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.CUSTOMER: _CUSTOMER,
    Role.MODERATOR: _MODERATOR,
    Role.PRODUCT: _PRODUCT,
    Role.ADMINISTRATOR: frozenset(Permission),
}

STAFF = frozenset({Role.MODERATOR, Role.PRODUCT, Role.ADMINISTRATOR})
