import { Store } from './store';

/** Which page is shown. Links within this site change it without a new load, so that an answer under way goes on. */
export const path = new Store<string>(location.pathname);

const PAGES = ['/', '/pricing', '/usage'];

export function goTo(page: string): void {
  if (page !== path.value) {
    history.pushState(null, '', page);
    path.set(page);
    window.scrollTo(0, 0);
  }
}

export function followLinks(): void {
  window.addEventListener('popstate', () => path.set(location.pathname));
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && isPlain && !link.target && link.origin === location.origin && PAGES.includes(link.pathname)) {
      event.preventDefault();
      goTo(link.pathname);
    }
  });
}
