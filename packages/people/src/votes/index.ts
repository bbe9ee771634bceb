export { daysOfTraces, forgetTraces, hashNetwork } from './network-hash.ts';
export { setVote, toggleVote, type Casting, type Vote } from './set-vote.ts';
export { forgetVoter, listVoters, votedAmong, votesOf, type Voter, type Voters } from './voters.ts';
