/** What the gateway says in the address of a page when it couldn't log somebody in or out (LoginResource, LoginFailures). */
const said = new URLSearchParams(location.search).get('login') ?? '';

const PROBLEMS: Record<string, string | undefined> = {
  failed: 'The login was not completed. Please try again.',
  unavailable: 'The login service can’t be reached at the moment. Please try again in a minute.',
  'logged-out-here':
    'You are logged out here. The login service couldn’t be reached, so it may still know you; close the browser if others use it.',
};

/** What to say about the login that led to this page; empty when there is nothing to say. */
export function loginProblem(): string {
  return PROBLEMS[said] ?? '';
}

/** The pages of the chat have no parameters; what a login or logout has left there isn't for the next one. */
export function tidyAddress(): void {
  if (location.search) {
    history.replaceState(null, '', location.pathname);
  }
}

/** Where to come back to after a login. */
export function here(): string {
  return location.pathname + location.search;
}
