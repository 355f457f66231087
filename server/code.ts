// All that runs under Node, as one file: two would hold nearly the same code. launch.ts calls one of these by its name.
export { runCommandLine } from './commandLine';
export { runServer } from './node';
