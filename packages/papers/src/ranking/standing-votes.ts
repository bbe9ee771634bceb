/**
 * SQL for the votes cast here that stand: a row for each voter whose events on a paper come to more than nothing. Columns: paper_id,
 * voter, at (of their last vote for it), discounted (whether an editor said that it was part of a burst that does not count in the
 * trending score).
 * @param paper SQL for the paper's id, or for an array of ids after `any`.
 */
export function standingVotes(paper: string): string {
  return `
  select v.paper_id, v.voter, v.at,
         exists (select from vote_bursts b where b.paper_id = v.paper_id and b.state = 'discounted'
                    and date_trunc('milliseconds', v.at) between b.starts_at and b.ends_at) as discounted
    from (select paper_id, voter, max(at) filter (where delta > 0) as at from vote_events
           where paper_id = ${paper} group by paper_id, voter having sum(delta) > 0) v`;
}
