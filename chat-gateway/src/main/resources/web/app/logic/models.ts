import { get, type Model } from './api';
import { Store } from './store';

export type ModelState = { models: Model[]; selected: Model | null };

const CHOICE = 'model';

/** What can be chosen, with what an answer costs; the choice is kept in this browser. */
export const modelChoice = new Store<ModelState>({ models: [], selected: null });

export async function loadModels(): Promise<void> {
  const { models } = await get<{ models: Model[] }>('/api/models');
  const kept = models.find((model) => model.id === localStorage.getItem(CHOICE));
  modelChoice.set({ models, selected: kept ?? models[0] ?? null });
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
