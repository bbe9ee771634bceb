export * from './announcement.ts';
export { archiveName, categoryName } from './categories.ts';
export { addDays, isDay, monthOf, parseMonth, parseWeek, weekday, weekOf, type Period } from './day.ts';
