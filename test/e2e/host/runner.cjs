// Runs the tests of this folder inside VS Code's extension host. Each line goes out marked: VS Code itself logs there too.
const path = require('node:path');
const { readdirSync } = require('node:fs');
const { format } = require('node:util');

const mark = '[host] ';

exports.run = async () => {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'spec' });
  Mocha.reporters.Base.useColors = false;
  for (const name of readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'))) {
    mocha.addFile(path.join(__dirname, name));
  }
  const print = console.log;
  Mocha.reporters.Base.consoleLog = (...args) => {
    for (const line of format(...args).split('\n')) print(mark + line);
  };
  const failures = await new Promise((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
};
