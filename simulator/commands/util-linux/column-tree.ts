import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** A line of the input among those that belong to it. */
export interface TreeRow {
	readonly cells: readonly string[];
	readonly children: readonly TreeRow[];
}

/**
 * Lines by whose children they are: those whose parent is not there, or is they themselves, stand at the top.
 * @param id the column that says who a line is, @param parent the one that says whose child.
 */
export function* rowTree(
	process: Process,
	rows: readonly (readonly string[])[],
	id: number,
	parent: number,
): Task<readonly TreeRow[]> {
	const nodes = rows.map((cells) => ({ cells, children: [] as TreeRow[] }));
	const byId = new Map<string, (typeof nodes)[number]>();
	for (const node of nodes) if (!byId.has(node.cells[id] ?? '')) byId.set(node.cells[id] ?? '', node);
	const roots: TreeRow[] = [];
	for (const node of nodes) {
		yield* process.tick();
		const above = byId.get(node.cells[parent] ?? '');
		if (above === undefined || (yield* leadsTo(process, above, node, byId, parent))) roots.push(node);
		else above.children.push(node);
	}
	return roots;
}

/** Whether `node` is `from` or one above it: then it would be its own ancestor. */
function* leadsTo(
	process: Process,
	from: TreeRow,
	node: TreeRow,
	byId: ReadonlyMap<string, TreeRow>,
	parent: number,
): Task<boolean> {
	const seen = new Set<TreeRow>();
	for (let each: TreeRow | undefined = from; each !== undefined && !seen.has(each); ) {
		if (each === node) return true;
		seen.add(each);
		each = byId.get(each.cells[parent] ?? '');
		yield* process.tick();
	}
	return false;
}

/** The lines from the top down, with branches drawn in the column `shown`. */
export function* drawnTree(process: Process, roots: readonly TreeRow[], shown: number): Task<string[][]> {
	const out: string[][] = [];
	const waiting = roots.map((row) => ({ row, before: '', below: '' })).reverse();
	for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
		const { row, before, below } = each;
		out.push(row.cells.map((cell, at) => (at === shown ? before + cell : cell)));
		const last = row.children.length - 1;
		for (let at = last; at >= 0; at--) {
			const child = row.children[at] as TreeRow;
			const [branch, line] = at === last ? ['└─', '  '] : ['├─', '│ '];
			waiting.push({ row: child, before: below + branch, below: below + line });
		}
		yield* process.tick(1 + (before.length >> 4));
	}
	return out;
}
