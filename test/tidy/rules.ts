import { parseAst } from 'vitest/node';
import type { SourceFile } from '../support/source-files.ts';
import { codeOnly, importsOf } from './imports.ts';

/** Each rule takes files and gives complaints, "path: what is wrong"; no complaint, no text. */
export type Rule = (files: readonly SourceFile[]) => string[];

/** simulator/<layer> may import only what the table allows, and npm packages only where the list says. */
export function layerRule(
	layers: Readonly<Record<string, readonly string[]>>,
	packages: Readonly<Record<string, readonly string[]>>,
): Rule {
	return (files) => {
		const complaints: string[] = [];
		for (const file of files) {
			const layer = layerOf(file.path);
			if (layer === undefined) {
				complaints.push(`${file.path}: lies in no layer`);
				continue;
			}
			const allowed = layers[layer];
			if (allowed === undefined) {
				complaints.push(`${file.path}: layer ${layer} is not in the table`);
				continue;
			}
			for (const each of importsOf(file)) {
				if (each.resolved === undefined) {
					const users = packages[each.specifier];
					const builtin = each.specifier.startsWith('node:');
					if (builtin ? layer !== 'cli' : users === undefined || !users.includes(file.path)) {
						complaints.push(`${file.path}: imports package ${each.specifier}`);
					}
					continue;
				}
				const target = layerOf(each.resolved);
				if (target === undefined) complaints.push(`${file.path}: imports ${each.resolved} outside simulator/`);
				else if (target !== layer && !allowed.includes(target)) {
					complaints.push(`${file.path}: ${layer} may not import ${target} (${each.resolved})`);
				}
			}
		}
		return complaints;
	};
}

function layerOf(path: string): string | undefined {
	const parts = path.split('/');
	return parts[0] === 'simulator' && parts.length > 2 ? parts[1] : undefined;
}

/** No circle of value imports. Each circle is told once, from its first file in path order. */
export const noCycles: Rule = (files) => {
	const graph = new Map<string, string[]>();
	for (const file of files) {
		const targets = importsOf(file).filter((each) => !each.typeOnly && each.resolved !== undefined);
		graph.set(
			file.path,
			targets.map((each) => each.resolved as string),
		);
	}
	const complaints: string[] = [];
	const state = new Map<string, 'open' | 'done'>();
	const visit = (path: string, trail: readonly string[]): void => {
		const seen = state.get(path);
		if (seen === 'done') return;
		if (seen === 'open') {
			complaints.push(`${[...trail.slice(trail.indexOf(path)), path].join(' → ')}: import cycle`);
			return;
		}
		state.set(path, 'open');
		for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
		state.set(path, 'done');
	};
	for (const path of graph.keys()) visit(path, []);
	return complaints;
};

/** What a world must not touch, each with what to use instead. */
const BANNED: readonly (readonly [RegExp, string])[] = [
	[/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/, "reads the host's clock: use the event loop's now()"],
	[
		/\bMath\.random\b|\bcrypto\.(?:getRandomValues|randomUUID)\b/,
		"uses the host's randomness: use a seeded Random stream",
	],
	[/\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b|\bqueueMicrotask\b/, 'schedules on the host: use the event loop'],
	[/\bIntl\b|\.toLocale\w+\(|\.localeCompare\(/, 'depends on the host locale: compare and format by code point'],
	[/\bWeakRef\b|\bFinalizationRegistry\b/, 'depends on garbage collection'],
	[/\basync\b|\bawait\b|\bPromise\b/, 'resumes on the host schedule: use a Task'],
	[/\bglobalThis\b/, "reaches for the host's globals"],
];

/**
 * `process` is the host's at module level and where nothing in the file binds the name; programs have a simulated
 * process of their own in hand.
 */
const HOST_PROCESS = /(?<![.#\w])process\??\.\w/;
const PROCESS_BOUND = /[(,{]\s*process\s*[?:,)}]|\bprocess\s*=>|\b(?:const|let|of)\s+process\b|:\s*process\s*[,}]/;

/** Files that may do one banned thing, with the reason. */
export type BanExceptions = Readonly<Record<string, string>>;

export function bannedCalls(exceptions: BanExceptions): Rule {
	return (files) => {
		const complaints: string[] = [];
		for (const file of files) {
			if (file.path.startsWith('simulator/cli/') || file.path in exceptions) continue;
			const code = codeOnly(file.text);
			const bound = PROCESS_BOUND.test(code);
			code.split('\n').forEach((line, index) => {
				for (const [pattern, why] of BANNED) {
					if (pattern.test(line)) complaints.push(`${file.path}:${index + 1}: ${why}`);
				}
				if (HOST_PROCESS.test(line) && (!bound || (/^\S/.test(line) && !PROCESS_BOUND.test(line)))) {
					complaints.push(`${file.path}:${index + 1}: uses the host's process`);
				}
			});
		}
		return complaints;
	};
}

/** @param exceptions files of data that may be longer, with the reason. */
export function fileSize(maxLines: number, exceptions: Readonly<Record<string, string>>): Rule {
	return (files) =>
		files.flatMap((file) => {
			const lines = file.text.split('\n').length - 1;
			return lines > maxLines && !(file.path in exceptions)
				? [`${file.path}: ${lines} lines, at most ${maxLines}`]
				: [];
		});
}

/** Files that nothing reaches from the entry points are dead (a kind or command that no registry lists, for one). */
export function deadFiles(entryPoints: readonly string[]): Rule {
	return (files) => {
		const byPath = new Map(files.map((file) => [file.path, file]));
		const reached = new Set<string>();
		const queue = [...entryPoints];
		for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
			if (reached.has(path)) continue;
			reached.add(path);
			const file = byPath.get(path);
			if (file === undefined) continue;
			for (const each of importsOf(file)) if (each.resolved !== undefined) queue.push(each.resolved);
		}
		const missing = entryPoints.filter((path) => !byPath.has(path)).map((path) => `${path}: entry point is missing`);
		return [
			...missing,
			...files.filter((file) => !reached.has(file.path)).map((file) => `${file.path}: nothing imports it`),
		];
	};
}

/** Names that say nothing, and capitals in file names. */
export const fileNames: Rule = (files) =>
	files.flatMap((file) => {
		const name = file.path.split('/').at(-1) as string;
		if (/^(utils?|helpers?|misc|common)\./.test(name)) return [`${file.path}: the name says nothing`];
		return /[A-Z_ ]/.test(name) ? [`${file.path}: not kebab-case`] : [];
	});

/** Marks of unfinished or silenced code. */
export const unfinished: Rule = (files) =>
	files.flatMap((file) => {
		const code = codeOnly(file.text).split('\n');
		return file.text.split('\n').flatMap((line, index) => {
			const marked =
				/\b(?:TODO|FIXME)\b|@ts-(?:ignore|nocheck|expect-error)/.test(line) ||
				/\bas any\b|\b(?:it|test|describe)\.(?:skip|only)\(/.test(code[index] as string);
			return marked ? [`${file.path}:${index + 1}: unfinished or silenced: ${line.trim().slice(0, 80)}`] : [];
		});
	});

/**
 * Generators stand at module level or are methods of classes. V8 makes the first call of every generator closure an
 * initial map in old space, which points to the function and what it reaches: a world that is left survives every
 * scavenge by it.
 */
export const generatorsAtTop: Rule = (files) =>
	files.flatMap((file) => {
		if (!/function\s*\*|\*\s*[#\w['"]/.test(codeOnly(file.text))) return [];
		return nestedGenerators(parseAst(file.text, { lang: 'ts' }), false).map((start) => {
			const line = file.text.slice(0, start).split('\n').length;
			return `${file.path}:${line}: a generator inside a function: put it at module level or into a class`;
		});
	});

/** Where in the text generators begin that are made anew each time something runs. */
function nestedGenerators(node: unknown, inside: boolean): number[] {
	if (Array.isArray(node)) return node.flatMap((each) => nestedGenerators(each, inside));
	if (typeof node !== 'object' || node === null) return [];
	const { type, generator, start } = node as { type?: string; generator?: boolean; start: number };
	const runs = type === 'FunctionExpression' || type === 'FunctionDeclaration' || type === 'ArrowFunctionExpression';
	// What a field of a class begins with is made for each object.
	const isField = type === 'PropertyDefinition' && (node as { static?: boolean }).static !== true;
	const below = nestedGenerators(Object.values(node), inside || runs || isField);
	return inside && runs && generator === true ? [start, ...below] : below;
}
