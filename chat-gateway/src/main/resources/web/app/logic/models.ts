import { get, type Model } from './api';
import { insist } from './insist';
import { Store } from './store';

export type ModelState = { models: Model[]; selected: Model | null };

const CHOICE = 'model';

/** What can be chosen, with what an answer costs; the choice is kept in this browser. */
export const modelChoice = new Store<ModelState>({ models: [], selected: null });

let loading = false;

/** Sees to it that they are there some time, whatever fails at first. */
export async function needModels(): Promise<void> {
  if (loading || modelChoice.value.models.length > 0) {
    return;
  }
  loading = true;
  const answer = await insist(() => get<{ models: Model[] }>('/api/models'), () => {}, () => true);
  loading = false;
  if (answer) {
    const kept = answer.models.find((model) => model.id === localStorage.getItem(CHOICE));
    modelChoice.set({ models: answer.models, selected: kept ?? answer.models[0] ?? null });
  }
}

export function choose(id: string): void {
  const { models } = modelChoice.value;
  const selected = models.find((model) => model.id === id) ?? null;
  if (selected) {
    localStorage.setItem(CHOICE, id);
    modelChoice.set({ models, selected });
  }
}

export function nameOf(id: string | undefined): string {
  return modelChoice.value.models.find((model) => model.id === id)?.name ?? id ?? '';
}
