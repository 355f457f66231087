import type { Command } from './command';

/** Ends the language server and starts it afresh. */
export const restartServer: Command = async ({ client, log }) => {
  log.info('Restarting the language server.');
  if (client.needsStop()) await client.stop();
  await client.start();
};
