-- Losses, D's scores and speed, a row a committed round: sqlite3 RUN/run.db < ops/queries/losses.sql
SELECT first_step + steps AS step, round(loss_d, 4) AS loss_d, round(loss_g, 4) AS loss_g,
       round(score_real, 3) AS score_real, round(score_fake, 3) AS score_fake, round(images / seconds, 1) AS images_per_s
FROM rounds ORDER BY round;
