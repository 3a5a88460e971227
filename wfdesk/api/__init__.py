"""The only room that speaks HTTP.

Domain types in and out; JSON shapes stay in here. Every failure leaves as a ``WfdeskError``
that knows whether a write may have happened.
"""
