// In place of @vscode/spdlog, which wants a compiler: VS Code's log files, written line by line without rotation.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
const nothing = () => {};

function createLogger(file) {
  let lowest = levels.indexOf('info');
  let formatted = true;
  mkdirSync(dirname(file), { recursive: true });
  const logger = {
    getLevel: () => lowest,
    setLevel: (level) => {
      lowest = level;
    },
    clearFormatters: () => {
      formatted = false;
    },
    setPattern: nothing,
    flush: nothing,
    drop: nothing,
  };
  levels.forEach((name, level) => {
    logger[name] = (message) => {
      if (level < lowest) return;
      try {
        appendFileSync(file, formatted ? `${new Date().toISOString()} [${name}] ${message}\n` : message);
      } catch {
        // The profile's folder is removed while the last process still writes its farewell.
      }
    };
  });
  return logger;
}

exports.version = 0;
exports.setLevel = nothing;
exports.setFlushOn = nothing;
exports.createRotatingLogger = async (_name, file) => createLogger(file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
