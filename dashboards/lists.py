"""Names of the lists that figures lead to."""

PRODUCTS, PRODUCERS = "products:list", "dashboards:producers"
VISITS, CHECKS = "inspections:visit_list", "inspections:site_check_list"
CAMPAIGNS, FOLLOW_UP = "inspections:campaign_list", "inspections:follow_up"
FINDINGS = "inspections:finding_list"
