"""The pages people see. Streamlit is used here and in ``app.py`` and nowhere else."""
