-- What went wrong and was dealt with, and how soon the round was committed after it: sqlite3 RUN/run.db < ops/queries/faults.sql
SELECT f.at, f.round, f.attempt, f.kind, f.worker, f.reason,
       round((julianday(r.committed_at) - julianday(f.at)) * 86400, 2) AS seconds_to_commit
FROM faults f LEFT JOIN rounds r ON r.round = f.round ORDER BY f.id;
