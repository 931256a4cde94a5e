/** How amounts and times are said, the same everywhere. */

export function credits(amount: number): string {
  return amount === 1 ? '1 credit' : `${amount} credits`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Periods begin at midnight UTC unless the operator says otherwise; the day is said as the server means it. */
export function day(instant: string): string {
  return DAY.format(new Date(instant));
}

/** At so many or fewer, whatever the plan, people are warned. */
export const LOW = 5;
