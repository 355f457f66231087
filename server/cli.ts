import { runCommandLine } from './commandLine';

// The command line as tsc compiles it, without a bundle and so without a cache.
runCommandLine();
