"""The verbs of ``iop``, one file a group of them; each is called alike by people, by cron and by tests."""
