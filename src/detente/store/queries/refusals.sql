-- Reasons for refusing inputs, how many inputs each befell, and one of the sentences.
SELECT code, count(*) AS n, min(reason) AS reason
FROM rejects
GROUP BY code
ORDER BY n DESC, code
