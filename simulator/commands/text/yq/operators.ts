import type { Handler } from './evaluator.ts';
import { ASSIGN_OPERATORS } from './operate-assign.ts';
import { COLLECTION_OPERATORS } from './operate-collections.ts';
import { NODE_OPERATORS } from './operate-nodes.ts';
import { OUTSIDE_OPERATORS } from './operate-outside.ts';
import { STRUCTURE_OPERATORS } from './operate-structure.ts';
import { TEXT_OPERATORS } from './operate-text.ts';
import { VALUE_OPERATORS } from './operate-values.ts';

/** Every operator by the name that its token has. */
export const OPERATORS: ReadonlyMap<string, Handler> = new Map([
	...STRUCTURE_OPERATORS,
	...ASSIGN_OPERATORS,
	...VALUE_OPERATORS,
	...COLLECTION_OPERATORS,
	...NODE_OPERATORS,
	...TEXT_OPERATORS,
	...OUTSIDE_OPERATORS,
]);
