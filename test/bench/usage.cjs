// Loaded into a measured process before anything else: tells its parent what it has used, in seconds and bytes.
const used = () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS * 1024 };
};
process.on('message', () => process.send(used()));
process.channel.unref();
process.on('exit', () => process.send?.(used()));
