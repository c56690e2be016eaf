-- Public questions of a chain are read page by page: answered ones first, then those that were taken up.
CREATE INDEX question_by_state ON question (chain, state, id) WHERE merged_into = 0;
