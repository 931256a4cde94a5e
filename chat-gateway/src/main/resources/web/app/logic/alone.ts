/** Leaves only this element of the page to be reached, by whatever means; @returns what undoes it. */
export function leaveAlone(element: Element): () => void {
  const others: HTMLElement[] = [];
  for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) {
    for (const other of one.parentElement?.children ?? []) {
      if (other !== one && other instanceof HTMLElement && !other.inert) {
        other.inert = true;
        others.push(other);
      }
    }
  }
  return () => others.forEach((other) => (other.inert = false));
}
