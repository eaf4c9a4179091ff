"""The script that finds barriers on a page, told to look at the colours of what is marked only."""

from axe_playwright_python.base import AXE_SCRIPT

AXE = f"""{AXE_SCRIPT}
axe.configure({{rules: [
  {{id: "color-contrast", selector: "[data-look]"}}, {{id: "link-in-text-block", selector: "a[href][data-look]"}},
]}});"""
