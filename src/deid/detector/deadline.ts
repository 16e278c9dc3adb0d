import { createContext, Script } from 'node:vm';
import { PhiProxyError } from '../../errors';

/** The task runs through a script only to be stoppable: its time-out also interrupts a regular expression that backtracks. */
const CALL = new Script('task()', { filename: 'deadline' });
const scope: { task: (() => unknown) | undefined } = { task: undefined };
const context = createContext(scope);

/**
 * Runs a synchronous task and stops it when its time is up, even in the middle of a regular expression.
 *
 * @param milliseconds time allowed
 * @throws PhiProxyError `deidentification_timeout`; errors of the task as they are
 */
export function runWithDeadline<T>(task: () => T, milliseconds: number): T {
  scope.task = task;
  try {
    return CALL.runInContext(context, { timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new PhiProxyError('deidentification_timeout');
    throw error;
  } finally {
    scope.task = undefined;
  }
}
