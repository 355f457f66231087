// npm test: installs, builds and runs everything.
// npm run e2e -- [name]: only the tests in VS Code, or only the scenarios whose name holds `name`.
// A failing step is shown whole, and the steps that need it are named as left out. A step that does not end is ended, and
// fails. The last line is `N passed, N failed`.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { explain, Failure, install, root, run, script, step } from './run.mjs';

const [only, scenario] = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
const e2e = { vsix: '', editor: 'browser', wrapper: [], environment: '' };

/** How long all steps together may take, and at most as long as this each; what is fetched comes from slow networks too. */
const minute = 60_000;
const whole = 45 * minute;

const steps = [
  { name: 'Install', work: install, limit: 10 * minute },
  { name: 'Format and lint', needs: ['Install'], work: lint, endToEnd: false, limit: 3 * minute },
  { name: 'Types', needs: ['Install'], work: types, endToEnd: false, limit: 6 * minute },
  {
    name: 'Unit and fixture tests',
    needs: ['Types'],
    work: () => mocha('npx', ['--no-install', 'mocha', 'out/test/**/*.test.js']),
    endToEnd: false,
    limit: 15 * minute,
  },
  { name: 'Package', needs: ['Install'], work: makePackage, limit: 5 * minute },
  { name: 'VS Code', needs: ['Install'], work: prepareEditor, limit: 12 * minute },
  { name: 'Tests inside VS Code', needs: ['Package', 'VS Code'], work: inside, limit: 6 * minute },
  { name: 'Scenarios in the window', needs: ['Package', 'VS Code'], work: scenarios, limit: 20 * minute },
];

script(async () => {
  const deadline = Date.now() + whole;
  const broken = new Set();
  for (const { name, needs = [], work, limit, endToEnd = true } of steps) {
    if (only === 'e2e' && (!endToEnd || (scenario && work === inside))) continue;
    const missing = needs.filter((need) => broken.has(need));
    if (missing.length > 0) {
      console.log(`– ${name}: left out, it needs "${missing.join('" and "')}"`);
      broken.add(name);
      continue;
    }
    const before = counts.failed;
    try {
      await step(name, work, { limit: Math.max(0, Math.min(limit, deadline - Date.now())) });
    } catch (error) {
      explain(error);
      broken.add(name);
      // A step that is not a test run, or a test run that did not get as far as counting.
      if (counts.failed === before) counts.failed++;
    }
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  // A step that was given up may have left something that would keep this process.
  process.exit(broken.size > 0 ? 1 : 0);
});

async function npx(...args) {
  await run('npx', ['--no-install', ...args]);
}

/** Compiles everything; the tests anew, so that one whose source is gone does not run on. */
async function types() {
  rmSync(path.join(root, 'out/test'), { recursive: true, force: true });
  await npx('tsc', '-b');
}

async function lint() {
  await run('npx', ['--no-install', 'biome', 'check', '.'], { advice: 'npm run format mends most of it.' });
}

async function makePackage() {
  const made = await (await import('./package.mjs')).makePackage();
  e2e.vsix = made.vsix;
  return made.text;
}

/** Chooses the VS Code of this machine, says which and why, and installs what it needs. */
async function prepareEditor() {
  const { chooseEditor, hasDisplay } = await import('../../test/e2e/choose.mjs');
  const { installChromium, installEditor, installSampleEnvironment } = await import('../../test/e2e/install.mjs');
  const { kind, reason } = await chooseEditor();
  console.log(`  ${kind === 'desktop' ? 'The desktop VS Code' : 'VS Code in the browser'}: ${reason}`);
  e2e.editor = kind;
  if (kind === 'desktop' && !hasDisplay()) e2e.wrapper = ['xvfb-run', '-a'];
  const state = await installEditor(kind);
  if (kind === 'browser') await installChromium();
  e2e.environment = await installSampleEnvironment();
  return state;
}

function inside() {
  return inEditor('node', 'test/e2e/inside.mjs');
}

function scenarios() {
  const grep = scenario ? ['--grep', scenario] : [];
  return inEditor('npx', '--no-install', 'mocha', '--config', 'test/e2e/.mocharc.json', ...grep);
}

function inEditor(...line) {
  const [command, ...args] = [...e2e.wrapper, ...line];
  return mocha(command, args, {
    E2E_HOST: e2e.editor,
    E2E_VSIX: e2e.vsix,
    E2E_ENVIRONMENT: e2e.environment,
  });
}

/** Runs mocha and adds what it counted. */
async function mocha(command, args, env = {}) {
  let output = '';
  try {
    output = await run(command, args, { env });
  } catch (error) {
    output = error.output ?? '';
    throw error;
  } finally {
    output = stripVTControlCharacters(output);
    for (const [key, word] of Object.entries({ passed: 'passing', failed: 'failing' })) {
      counts[key] += Number(output.match(new RegExp(`^ +(\\d+) ${word}\\b`, 'm'))?.[1] ?? 0);
    }
  }
  // A scenario that needed its second try says so; the rest of the output is of interest only where something failed.
  for (const [warning] of output.matchAll(/^ *⚠.*/gm)) console.log(`  ${warning.trim()}`);
  const summary = output.match(/^ +\d+ (passing|pending)\b.*/gm)?.map((line) => line.trim()) ?? [];
  if (!summary.some((line) => /^[1-9]\d* passing/.test(line))) throw new Failure('Not one test ran.', output);
  return summary.join(', ');
}
