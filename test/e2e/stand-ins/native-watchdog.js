// In place of @vscode/native-watchdog, which wants a compiler: ends this process soon after its parent is gone.
const everyMs = 2000;

exports.start = (parent) => {
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(1);
    }
  }, everyMs);
  timer.unref();
};
exports.exit = (code = 0) => process.exit(code);
