// Bundles everything that runs into dist/.
//   node esbuild.mjs            for development, with source maps
//   node esbuild.mjs --minify   for the package
//   node esbuild.mjs --watch    for development, again at each change
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const minify = process.argv.includes('--minify');
const watch = process.argv.includes('--watch');

const bundles = [
  { entry: 'client/extension.ts', out: 'dist/client.js', platform: 'node', external: ['vscode'] },
  {
    entry: 'client/browser.ts',
    out: 'dist/client.browser.js',
    platform: 'browser',
    external: ['vscode'],
    optional: true,
  },
  { entry: 'server/code.ts', out: 'dist/code.js', platform: 'node' },
  { entry: 'server/launch.ts', out: 'dist/server.js', platform: 'node', runs: 'runServer' },
  {
    entry: 'server/launch.ts',
    out: 'dist/cli.js',
    platform: 'node',
    runs: 'runCommandLine',
    banner: '#!/usr/bin/env node',
    executable: true,
  },
  { entry: 'server/lsp/htmlServices.ts', out: 'dist/html.js', platform: 'browser', global: 'djangologyHtml' },
  { entry: 'server/browser.ts', out: 'dist/server.worker.js', platform: 'browser' },
];

/**
 * The Python parser carries its messages in fifteen languages, and paths with a file system under them. We show none of
 * its messages and give it no paths, so both become empty: without this the bundle is ten times as big.
 */
const parserOnly = {
  name: 'parser-only',
  setup(build) {
    const stub = (filter, contents) => build.onLoad({ filter }, () => ({ contents, loader: 'js' }));
    stub(
      /pyright-internal[\\/]dist[\\/]localization[\\/]localize\.js$/,
      `const message = { format: () => '', toString: () => '' };
       const messages = new Proxy({}, { get: () => () => message });
       exports.Localizer = exports.LocMessage = exports.LocAddendum = messages;`,
    );
    stub(/pyright-internal[\\/]dist[\\/]common[\\/]uri[\\/]uri\.js$/, 'exports.Uri = {};');
  },
};

/** The language services of HTML and CSS are a file of their own, read when a document first needs them. */
const lazyHtml = {
  name: 'lazy-html',
  setup(build) {
    build.onResolve({ filter: /[\\/]htmlServices\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './html.js', external: true } : undefined,
    );
    // Formatting is not theirs to do here: they would take Django's tags for blanks.
    build.onLoad({ filter: /languageservice[\\/].*[\\/]beautify-(?:html|css)\.js$/ }, () => ({
      contents: 'export const html_beautify = (text) => text, css_beautify = html_beautify;',
    }));
  },
};

/** In a worker there is no Buffer; the parser asks it for one thing, a copy of a string that keeps no other text alive. */
const workerBanner = `var Buffer = { from: (text) => ({ toString: () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)) }) };`;

function optionsOf({ entry, out, platform, external = [], banner, runs = '', global }) {
  const browser = platform === 'browser';
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform,
    // VS Code loads a web extension's main file as CommonJS, but a worker is a plain script.
    format: external.length > 0 || !browser ? 'cjs' : 'iife',
    target: browser ? 'es2022' : 'node20',
    // "module" first: the UMD wrappers in the LSP packages' "main" hide their requires from a bundler.
    mainFields: browser ? ['browser', 'module', 'main'] : ['module', 'main'],
    external,
    globalName: global,
    // launch.ts runs the code as a script, and a script cannot import.
    supported: { 'dynamic-import': browser },
    banner: { js: banner ?? (browser && !global ? workerBanner : '') },
    // A worker takes what the script has set, Node what it exports.
    footer: { js: global ? `if (typeof module === 'object') module.exports = ${global};` : '' },
    plugins: [parserOnly, lazyHtml],
    sourcemap: minify ? false : 'linked',
    minify,
    metafile: true,
    logLevel: 'warning',
    legalComments: 'none',
    define: {
      DJANGOLOGY_VERSION: JSON.stringify(version),
      DJANGOLOGY_CODE: JSON.stringify('code.js'),
      DJANGOLOGY_RUN: JSON.stringify(runs),
    },
  };
}

/** One line for a bundle: its size, and what it is made of. */
function report(bundle, metafile) {
  const output = metafile.outputs[bundle.out];
  const kb = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;
  const packages = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? 'own code';
    packages.set(name, (packages.get(name) ?? 0) + bytesInOutput);
  }
  const biggest = [...packages].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const parts = biggest.map(([name, bytes]) => `${name} ${kb(bytes)}`).join(', ');
  console.log(`${bundle.out.padEnd(24)} ${kb(output.bytes).padStart(8)}   ${parts}`);
}

const present = bundles.filter(({ entry }) => existsSync(path.join(root, entry)));
const missing = bundles.filter((bundle) => !bundle.optional && !present.includes(bundle));

if (!watch) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
if (watch) {
  for (const bundle of present) await (await esbuild.context({ ...optionsOf(bundle), logLevel: 'info' })).watch();
} else {
  for (const bundle of present) {
    try {
      const { metafile } = await esbuild.build(optionsOf(bundle));
      report(bundle, metafile);
      if (bundle.executable) chmodSync(path.join(root, bundle.out), 0o755);
    } catch {
      // esbuild has printed the errors with their places.
      console.error(`${bundle.out} was not built: see the errors above.`);
      process.exitCode = 1;
    }
  }
}
for (const { entry, out } of missing) {
  console.error(`${out} was not built: its entry file ${entry} does not exist.`);
  process.exitCode = 1;
}
