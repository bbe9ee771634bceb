export { publicAuthors, publicDays, publicPapers, publicRecords, type PublicPaper } from './public-papers.ts';
