-- Seconds from each fault to when the next attempt's workers had all begun.
SELECT f.round, f.attempt, f.kind, f.worker,
       round((julianday(min(a.begun_at)) - julianday(f.at)) * 86400, 3) AS seconds
FROM faults f JOIN attempts a ON a.begun_at > f.at
GROUP BY f.id ORDER BY f.id;
