"""The app's entry: `streamlit run app.py` and `views/server.py` both run it. Configuration and navigation only."""

from views.frame import configure, show_page

configure()
show_page()
