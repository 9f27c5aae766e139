"""Administration: boards, people, site settings, mails and the audit log."""
