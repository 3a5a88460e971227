"""An HTTP server that behaves as Webflow's Data API v2 does, with content to practise on.

It imports nothing else of wfdesk, so that it cannot agree with the client's mistakes.

``cms``       what the site holds, and how it is read, written, published and kept
``pages``     pages and components, node by node
``assets``    files and folders, and how files arrive
``magazine``  the content: texts in three languages, pictures, and problems to find
``pictures``  what is on the pictures, and how it is drawn
``web``       the operations over HTTP; the side door ``/control``, where faults are ordered
"""
