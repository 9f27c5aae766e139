"""What an administrator may set on a board: types, limits and words for the generic page."""

from forum.boards.draft import ADMITTED, SLUG_LIMIT
from forum.core.permissions import Role
from forum.i18n.catalog import N_
from forum.site.schema import Field

ROLE_NAMES: dict[str, str] = {
    Role.CUSTOMER: N_("Customer"),
    Role.MODERATOR: N_("Moderator"),
    Role.PRODUCT: N_("Product team"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
MEMBER_ROLES: tuple[tuple[str, str, str], ...] = (
    ("member", N_("Member"), N_("May enter the board when it is private.")),
    ("moderator", N_("Moderator"), N_("Has a moderator's rights on this board.")),
    ("product", N_("Product team"), N_("Sets statuses, responds and exports on this board.")),
)

FIELDS: tuple[Field, ...] = (
    Field(
        "language",
        "choice",
        "fa",
        N_("Language of the board"),
        N_("Where a name is missing in a reader's language, this one is shown."),
        choices=(("fa", "فارسی"), ("ar", "العربية"), ("en", "English")),
    ),
    Field(
        "slug",
        "address",
        "",
        N_("Address"),
        N_("The end of the board's link. Empty: made from the name."),
        limit=SLUG_LIMIT,
    ),
    Field(
        "visibility",
        "choice",
        "public",
        N_("Who may see it"),
        choices=(
            ("public", N_("Everyone"), N_("Also people who are not signed in.")),
            ("signed_in", N_("Signed-in people"), N_("Not shown to guests and search engines.")),
            ("private", N_("Named people and roles"), N_("Nobody else learns that it exists.")),
        ),
    ),
    Field(
        "roles",
        "several",
        "",
        N_("Roles on a private board"),
        N_("Besides the people you name. Administrators see every board."),
        choices=tuple((str(role), ROLE_NAMES[role]) for role in ADMITTED),
    ),
    Field(
        "approval",
        "choice",
        "newcomers",
        N_("Approval of new suggestions"),
        choices=(
            ("newcomers", N_("For newcomers"), N_("Until three of a person's posts are approved.")),
            ("all", N_("For all"), N_("Each suggestion waits for a moderator.")),
            ("none", N_("For nobody"), N_("Suggestions appear at once.")),
        ),
    ),
    Field(
        "is_open",
        "switch",
        "1",
        N_("Open"),
        N_("Closed, the board stays readable; nobody posts, votes or comments."),
    ),
)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
