"""The five kinds of service (glossary.md section 2) in plain words."""

WORDS: dict[str, str] = {
    "residential": "Residential home",
    "supported_living": "Supported living",
    "support_at_home": "Support at home",
    "community_support": "Community support",
    "day_opportunities": "Day opportunities",
}

COMPLEXITY: dict[str, str] = {
    "restrictive_practice": "restrictive practice",
    "high_health_needs": "high health needs",
    "few_contacts": "people with few contacts outside",
    "lone_or_single_night": "one worker alone, or one at night",
    "new_or_transferred": "new, or taken over from another provider",
    "remote": "remote",
}
