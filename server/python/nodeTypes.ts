import * as nodes from '@zzzen/pyright-internal/dist/parser/parseNodes';

/** The kinds of nodes. In a bundle each use of the package's own enum is a call; of this it is not. */
export import ParseNodeType = nodes.ParseNodeType;
