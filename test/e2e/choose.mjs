// Which VS Code there can be on this machine.
import { onPath } from '../../client/scripts/run.mjs';

const download = 'https://update.code.visualstudio.com/latest/linux-x64/stable';
const patience = 4000;

/**
 * The desktop VS Code where it can be downloaded and shown, else the one in the browser, with the reason in words.
 * The environment variable E2E_HOST (`desktop` or `browser`) overrules.
 * @returns {Promise<{ kind: 'desktop' | 'browser', reason: string }>}
 */
export async function chooseEditor({ needsRealDisplay = false } = {}) {
  const forced = process.env.E2E_HOST;
  if (forced === 'desktop' || forced === 'browser') return { kind: forced, reason: `E2E_HOST says ${forced}` };
  if (!hasDisplay() && (needsRealDisplay || !onPath('xvfb-run'))) {
    return { kind: 'browser', reason: 'there is no display for the desktop VS Code' };
  }
  try {
    const response = await fetch(download, { method: 'HEAD', signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return { kind: 'desktop', reason: 'its download can be reached' };
  } catch (error) {
    const cause = error.cause?.code ?? error.message;
    return { kind: 'browser', reason: `the download of the desktop VS Code cannot be reached (${cause})` };
  }
}

/** Whether a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
