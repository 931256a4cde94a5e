/** How amounts and times are said, the same everywhere. */

export function credits(amount: number): string {
  return amount === 1 ? '1 credit' : `${amount} credits`;
}

const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Periods begin at midnight UTC unless the operator says otherwise; the day is said as the server means it. */
export function day(instant: string): string {
  return DAY.format(new Date(instant));
}

const MOMENT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** When something happened, by the clock of whoever reads it. */
export function moment(instant: string): string {
  return MOMENT.format(new Date(instant));
}

/** The same, without the day when that is today. */
export function time(instant: string): string {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? TIME.format(date) : MOMENT.format(date);
}

/** A day, where there is little room. */
export function shortDay(instant: string): string {
  return SHORT_DAY.format(new Date(instant));
}

/** At so many or fewer, whatever the plan, people are warned. */
export const LOW = 5;
