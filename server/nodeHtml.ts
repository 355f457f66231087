import type { HtmlServices } from './lsp/htmlServices';

/** Loads the language services of HTML and CSS: a file of their own beside the one that is running. */
export async function loadHtml(): Promise<HtmlServices> {
  return (await import('./lsp/htmlServices.js')).htmlServices;
}
