"""What only the sheet of paper of a partnership has, for noticeboards: `codes` for phones, a `few` of many names."""
