// How a scenario runs: in a window that it shares with others, within a limit, and once more in a fresh window where it failed.
import { within } from '../../client/scripts/run.mjs';
import { discardChanges, screenshot } from './driver.mjs';
import { openWindow } from './window.mjs';

const limits = { scenario: 60_000, screenshot: 8_000, discard: 20_000 };
/** After so many scenarios that failed twice, the machine is to blame, and the rest would only take its time. */
const failuresAllowed = 4;

/** The one window that is open, and the options that it was opened with. */
let current;
let failures = 0;

// The last window: this module is loaded while mocha collects the tests, so the hook is the whole run's.
after(() => closeWindow());

/**
 * A function like mocha's `it` for scenarios in a window with these options of `openWindow`. The window is handed to the
 * scenario, and stays open for those after it that want the same options; what was typed is thrown away in between.
 * @param {Parameters<typeof openWindow>[0]} options
 * @returns {(title: string, work: (window: Awaited<ReturnType<typeof openWindow>>) => Promise<void>, limit?: number) => void}
 * `limit` is in milliseconds
 */
export function scenariosIn(options = {}) {
  const possible = !(options.web && process.env.E2E_HOST === 'desktop');
  return (title, work, limit = limits.scenario) => {
    const test = possible ? it : it.skip;
    test(title, async function () {
      if (failures >= failuresAllowed) return this.skip();
      // Each of its parts has a limit of its own.
      this.timeout(0);
      console.log(`    ▹ ${title}`);
      try {
        await attempt(options, work, limit, this.test.fullTitle());
      } catch (error) {
        const [reason] = error.message.split('\n');
        console.log(`    ⚠ ${title}: failed, and is tried again in a fresh window. ${reason}`);
        await secondAttempt(options, work, limit, this.test.fullTitle());
      }
    });
  };
}

async function secondAttempt(...given) {
  try {
    await attempt(...given);
  } catch (error) {
    failures++;
    if (error.noWindow) failures = failuresAllowed;
    if (failures >= failuresAllowed) console.log('    ⚠ Too much fails here: the other scenarios are left out.');
    throw error;
  }
}

async function attempt(options, work, limit, fullTitle) {
  const window = await windowFor(options);
  try {
    await within(limit, 'The scenario', Promise.race([work(window), window.crashed]));
    await within(limits.discard, 'Throwing away what was typed', discardChanges(window));
  } catch (error) {
    const picture = `failed ${fullTitle.replaceAll(/[\\/:*?"<>|]/g, '-')}`;
    await within(limits.screenshot, 'The screenshot', screenshot(window, picture)).catch(() => undefined);
    await closeWindow();
    throw error;
  }
}

async function windowFor(options) {
  const wanted = JSON.stringify(options);
  if (current?.wanted !== wanted) {
    await closeWindow();
    const window = await openWindow(options).catch((error) => {
      throw Object.assign(error, { noWindow: true });
    });
    current = { wanted, window };
  }
  return current.window;
}

async function closeWindow() {
  const closing = current;
  current = undefined;
  await closing?.window.close();
}
