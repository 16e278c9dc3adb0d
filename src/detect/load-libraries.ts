import { loadParser } from './recognizers/name/compromise-vote';
import { loadFinder } from './recognizers/phone/international';
import { loadDateLibrary } from './validators/date';

/**
 * Loads what recognizers load when they first need it. To be called before a time limit that can stop the engine: a module whose loading
 * was interrupted stays broken, and every later text that needs it would be refused.
 */
export function loadLibraries(): void {
  loadParser();
  loadFinder();
  loadDateLibrary();
}
