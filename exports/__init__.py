"""What people take away: chosen programs as a referral sheet, spreadsheets, JSON and contacts. Knows no page."""
