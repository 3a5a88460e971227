"""An HTTP server that behaves as Webflow's Data API v2 does, with content to practise on.

It imports nothing else of wfdesk, so that it cannot agree with the client's mistakes.
"""
