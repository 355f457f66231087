import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { cacheFor } from './nodeCache';
import { nodeFileSystem } from './nodeFileSystem';
import { loadHtml } from './nodeHtml';
import { start } from './start';

const variables = new Map(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
);

start(createConnection(ProposedFeatures.all), nodeFileSystem, variables, {
  cacheIn: cacheFor,
  loadHtml,
});
