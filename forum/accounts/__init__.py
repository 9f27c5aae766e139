"""Accounts: people, how they prove who they are, and what they prefer.

Owns: person, session, sign_in_code, pending_act, invitation
Announces: PersonConfirmed, PersonErased, PersonBlocked
Listens: nothing
Never: knows boards, votes or texts (a pending act is a verb and ids in JSON)
"""
