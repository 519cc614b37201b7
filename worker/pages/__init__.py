"""Pages for people, as HTML and as plain text: the weekly report and the mails of a stop."""
