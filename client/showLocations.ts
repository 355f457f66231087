import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showLocationsCommand } from '../server/protocol';

type Protocol = BaseLanguageClient['protocol2CodeConverter'];

/** Shows the places that a code lens of the server counts, as VS Code shows references. */
export function showLocationsOfLenses(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand(
    showLocationsCommand,
    (
      uri: string,
      position: Parameters<Protocol['asPosition']>[0] & object,
      locations: (Parameters<Protocol['asLocation']>[0] & object)[],
    ) => {
      const { asLocation, asPosition, asUri } = client.protocol2CodeConverter;
      const places = locations.map((location) => asLocation(location));
      return vscode.commands.executeCommand('editor.action.showReferences', asUri(uri), asPosition(position), places);
    },
  );
}
