-- name: a_question_is_merged_into_one_that_stands_by_itself
SELECT q.id FROM question q WHERE q.merged_into <> 0 AND NOT EXISTS (SELECT 1 FROM question head WHERE head.id = q.merged_into AND head.merged_into = 0 AND head.chain = q.chain);

-- name: an_answered_question_has_an_answer
SELECT id FROM question WHERE state = 2 AND NOT EXISTS (SELECT 1 FROM question_answer a WHERE a.question = question.id);

-- name: versions_follow_each_other
SELECT question FROM question_answer GROUP BY question HAVING MAX(version) <> COUNT(*);
