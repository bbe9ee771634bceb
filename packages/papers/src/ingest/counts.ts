/**
 * SQL for the derived counts of the papers `$1::bigint[]`: for every outside service that counts votes its newest
 * snapshot (their counts are running totals), the largest of them, plus the votes cast and the comments written here that were
 * not removed. Stars of code are attention, but no votes. Columns: paper_id, votes, comments.
 */
export const derivedCounts = `
  select p.id as paper_id,
         coalesce((select max(s.upvotes) from (select distinct on (source) upvotes from popularity
                    where paper_id = p.id and source <> 'github' order by source, day desc) s), 0)
         + coalesce((select sum(delta)::int from vote_events where paper_id = p.id), 0) as votes,
         coalesce((select max(s.comments) from (select distinct on (source) comments from popularity
                    where paper_id = p.id order by source, day desc) s), 0)
         + (select count(*)::int from comments where paper_id = p.id and removed_at is null) as comments
    from unnest($1::bigint[]) as p (id)`;
