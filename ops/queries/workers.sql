-- Who computed what: images, replicas and rounds a worker: sqlite3 RUN/run.db < ops/queries/workers.sql
SELECT worker, sum(count) AS images, count(DISTINCT replica) AS replicas, count(DISTINCT round) AS rounds
FROM contributions GROUP BY worker ORDER BY worker;
