"""The crash harness: the real `netmon run`, killed again and again at its work, and who looks at what is left.

A `Lane` is a small region with agents, and a receiver of webhooks and one of mail that remember what they got.
In it a `Sandbox` is one netmon over all its lives. After each kill every `Witness` sees what lies on the disk; in
the end each says what is wrong. What is stored is the matter of further witnesses: they need only be handed in.
"""
