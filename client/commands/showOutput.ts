import type { Command } from './command';

/** Opens the log of extension and server. */
export const showOutput: Command = ({ log }) => log.show();
