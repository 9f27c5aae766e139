"""Suggestions among which duplicates must be found: real ones, and plausible others."""

import itertools
import json
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent.parent / "data"
CASES = _DATA / "duplicate_cases.json"
_PATTERNS = {
    "fa": (
        "امکان {verb} {thing} در {place}",
        "{verb} {thing} برای {who}",
        "لطفاً {thing} را در {place} بهتر کنید",
        "{thing} در {place} درست کار نمی‌کند",
        "چرا {who} نمی‌توانند {thing} را ببینند؟",
    ),
    "ar": (
        "إمكانية {verb} {thing} في {place}",
        "{verb} {thing} من أجل {who}",
        "نرجو تحسين {thing} في {place}",
        "{thing} لا يعمل جيدًا في {place}",
        "لماذا لا يرى {who} {thing}؟",
    ),
    "en": (
        "Let us {verb} the {thing} in {place}",
        "{verb} the {thing} for {who}",
        "Please improve the {thing} in {place}",
        "The {thing} does not work well in {place}",
        "Why can {who} not see the {thing}?",
    ),
}
_VERBS = {
    "fa": ("چاپ", "جست‌وجوی", "بایگانی", "اشتراک‌گذاری", "قفل کردن", "رنگ‌بندی"),
    "ar": ("طباعة", "أرشفة", "مشاركة", "قفل", "تلوين", "نسخ"),
    "en": ("print", "archive", "share", "lock", "colour", "copy"),
}
_THINGS = {
    "fa": (
        *("فاکتور فروش", "برچسب کالا", "موجودی انبار", "تقویم کاری", "کد تخفیف", "سبد خرید"),
        *("نمودار درآمد", "عکس نمایه", "پیام خوش‌آمد", "دکمهٔ پرداخت", "فهرست مشتریان"),
        *("نسخهٔ پشتیبان", "بارکد", "رسید بانکی", "نقشهٔ شعبه‌ها", "امضای دیجیتال"),
    ),
    "ar": (
        *("فاتورة البيع", "ملصق السلعة", "رصيد المخزون", "تقويم العمل", "رمز الخصم"),
        *("سلة الشراء", "مخطط الإيرادات", "صورة الملف الشخصي", "رسالة الترحيب", "زر الدفع"),
        *("قائمة العملاء", "النسخة الاحتياطية", "الباركود", "إيصال البنك", "التوقيع الرقمي"),
    ),
    "en": (
        *("invoice", "product label", "stock level", "work calendar", "discount code", "cart"),
        *("revenue chart", "profile picture", "welcome message", "pay button", "customer list"),
        *("backup copy", "barcode", "bank receipt", "branch map", "digital signature"),
    ),
}
_PLACES = {
    "fa": ("صفحهٔ اصلی", "نسخهٔ موبایل", "پنل مدیریت", "بخش تنظیمات", "صفحهٔ گزارش‌ها"),
    "ar": ("الصفحة الرئيسية", "نسخة الجوال", "لوحة الإدارة", "قسم الإعدادات", "صفحة التقارير"),
    "en": ("the home page", "the mobile app", "the admin panel", "settings", "the reports page"),
}
_WHO = {
    "fa": ("حسابدارها", "مشتریان", "مدیران", "فروشنده‌ها", "کاربران تازه"),
    "ar": ("المحاسبين", "العملاء", "المشرفين", "البائعين", "المستخدمين الجدد"),
    "en": ("accountants", "customers", "admins", "sellers", "new users"),
}
EACH = 360  # of a language


class Case(NamedTuple):
    """Two titles, and whether people took them for the same."""

    language: str
    a: str
    b: str
    is_duplicate: bool


def cases(path: Path = CASES) -> list[Case]:
    """The judged pairs of a file; a pair of two languages has both, as in "fa-en"."""
    found = json.loads(path.read_text("utf-8"))
    return [Case(one["lang"], one["a"], one["b"], one["duplicate"]) for one in found]


def others() -> list[tuple[str, str, str]]:
    """(language, title, body): the demo's suggestions and EACH made ones of each language."""
    demo = json.loads((_DATA / "demo_suggestions.json").read_text("utf-8"))
    made = [(one["lang"], one["title"], one["body"]) for one in demo]
    for language, patterns in _PATTERNS.items():
        made += [(language, title, "") for title in _titles(language, patterns)]
    return made


def _titles(language: str, patterns: tuple[str, ...]) -> list[str]:
    """EACH of what the patterns give, mixed but always the same, no two alike."""
    parts = (patterns, _VERBS[language], _THINGS[language], _PLACES[language], _WHO[language])
    titles = dict.fromkeys(
        pattern.format(verb=verb, thing=thing, place=place, who=who)
        for pattern, verb, thing, place, who in itertools.product(*parts)
    )
    step = 7919  # a prime: neighbours in the product lie far apart
    listed = list(titles)
    return [listed[at * step % len(listed)] for at in range(EACH)]
