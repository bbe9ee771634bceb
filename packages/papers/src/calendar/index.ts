export * from './announcement.ts';
export { archiveName, categoryCodes, categoryName } from './categories.ts';
export { addDays, isDay, monthOf, parseMonth, parseWeek, weekday, weekOf, type Period } from './day.ts';
export { newYorkClock, newYorkInstant } from './new-york.ts';
