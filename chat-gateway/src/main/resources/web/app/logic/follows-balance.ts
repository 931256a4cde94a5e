import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Balance } from './api';
import type { Shows } from './store';
import type { BalanceState } from './use-credit-balance';

/**
 * Something that changes with the balance: asked for anew whenever the balance has another version, one request at a time. What was known
 * before is kept meanwhile, and when it can't be had.
 */
export class FollowsBalance<T> implements ReactiveController {
  value: T | null = null;
  failed = false;
  private version = '';
  private stale = false;
  private asking = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly credit: Shows<BalanceState>,
    private readonly ask: (balance: Balance) => Promise<T>,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    const state = this.credit.value;
    if (state.kind !== 'live') {
      // What failed meanwhile is asked for when the connection is back.
      this.version = this.failed ? '' : this.version;
      return;
    }
    const version = `${state.balance.version} of ${state.balance.userId}`;
    if (version !== this.version) {
      this.version = version;
      void this.again();
    }
  }

  /** Asks now, or as soon as the request that is under way has ended. */
  readonly again = async (): Promise<void> => {
    this.stale = true;
    if (this.asking) {
      return;
    }
    this.asking = true;
    while (this.stale) {
      this.stale = false;
      await this.once();
      this.host.requestUpdate();
    }
    this.asking = false;
  };

  private async once(): Promise<void> {
    const state = this.credit.value;
    if (state.kind === 'loading' || state.balance === null) {
      return;
    }
    try {
      this.value = await this.ask(state.balance);
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }
}
