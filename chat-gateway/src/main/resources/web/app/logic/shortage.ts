import type { Balance, Model } from './api';

/** Why nothing can be sent, in the words of the input's placeholder; empty when there is enough, or nobody knows yet. */
export function shortage(balance: Balance | null, model: Model | null): string {
  if (!balance || !model || balance.remaining >= model.credits) {
    return '';
  }
  return balance.hasSubscription
    ? `Not enough credits: ${model.name} needs ${model.credits}, you have ${balance.remaining}`
    : 'You need a plan to chat';
}
