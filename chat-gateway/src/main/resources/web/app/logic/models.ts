import { get, type Model } from './api';
import { insist } from './insist';
import { inBrowser, inTab } from './kept';
import { Store } from './store';

export type ModelState = { models: Model[]; selected: Model | null };

const CHOICE = 'model';
/** In milliseconds. Prices change while a page is open, and what it shows is what people agree to. */
const FRESH = 60_000;

/** What can be chosen, with what an answer costs; the choice is this tab's, and the next one begins with it. */
export const modelChoice = new Store<ModelState>({ models: [], selected: null });

let loading = false;
let readAt = Number.NEGATIVE_INFINITY;

/** Sees to it that they are there some time, whatever fails at first, and not much older than a minute when somebody goes on. */
export async function needModels(): Promise<void> {
  if (loading || performance.now() - readAt < FRESH) {
    return;
  }
  loading = true;
  const answer = await insist(() => get<{ models: Model[] }>('/api/models'), () => {}, () => true);
  loading = false;
  if (answer) {
    readAt = performance.now();
    const { models } = answer;
    const chosen = modelChoice.value.selected?.id ?? inTab.get(CHOICE) ?? inBrowser.get(CHOICE);
    modelChoice.set({ models, selected: models.find((model) => model.id === chosen) ?? models[0] ?? null });
  }
}

export function choose(id: string): void {
  const { models } = modelChoice.value;
  const selected = models.find((model) => model.id === id) ?? null;
  if (selected) {
    modelChoice.set({ models, selected });
    inTab.set(CHOICE, id);
    inBrowser.set(CHOICE, id);
  }
}

export function nameOf(id: string | undefined): string {
  return modelChoice.value.models.find((model) => model.id === id)?.name ?? id ?? '';
}
