import * as vscode from 'vscode';
import type { Command } from './command';

/** Opens VS Code's settings at ours. */
export const openSettings: Command = () =>
  vscode.commands.executeCommand('workbench.action.openSettings', '@ext:djangology.djangology');
