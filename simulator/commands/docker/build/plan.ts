import { DockerfileError, type Instruction } from './dockerfile.ts';
import { ExpansionError, expandWord, splitVariables, type Variables } from './expand.ts';
import type { Stage } from './stage.ts';

/** What there is to build. */
export interface BuildPlan {
	readonly stages: readonly Stage[];
	readonly target: Stage;
	/** ARGs before the first FROM. */
	readonly globals: Variables;
	/** Stages that the target needs, itself too, in the order of the file. */
	readonly needed: readonly Stage[];
}

/** BuildKit's own ARGs. */
export const PLATFORM_ARGS: readonly (readonly [string, string])[] = [
	['BUILDPLATFORM', 'linux/amd64'],
	['BUILDOS', 'linux'],
	['BUILDARCH', 'amd64'],
	['BUILDVARIANT', ''],
	['TARGETPLATFORM', 'linux/amd64'],
	['TARGETOS', 'linux'],
	['TARGETARCH', 'amd64'],
	['TARGETVARIANT', ''],
];

/** A target that no stage has. */
export class NoTarget extends Error {}

/** Finds the stages. Throws DockerfileError, NoTarget. */
export function planBuild(instructions: readonly Instruction[], buildArgs: Variables, target: string): BuildPlan {
	const globals = new Map<string, string>(PLATFORM_ARGS);
	const stages: { stage: Stage; instructions: Instruction[] }[] = [];
	for (const node of instructions) {
		if (node.name === 'FROM') {
			const own: Instruction[] = [];
			stages.push({ stage: stageOf(node, stages.length, own, globals), instructions: own });
		} else if (stages.length === 0) {
			for (const [name, value] of splitVariables(node.rest)) {
				const given = buildArgs.get(name) ?? (value === undefined ? undefined : expandWord(value, globals));
				if (given !== undefined) globals.set(name, given);
			}
		} else stages.at(-1)?.instructions.push(node);
	}
	const all = stages.map(({ stage }) => stage);
	const wanted =
		target === ''
			? all.at(-1)
			: (named(all, target, all.length) ?? (/^\d+$/.test(target) ? all[Number(target)] : undefined));
	if (wanted === undefined) throw new NoTarget(target);
	const needed = neededFor(all, wanted, globals);
	return { stages: all, target: wanted, globals, needed: all.filter((stage) => needed.has(stage)) };
}

/** Of a build's stages, those of each name: a memo. */
const stagesByName = new WeakMap<readonly Stage[], ReadonlyMap<string, readonly Stage[]>>();

function namesOf(stages: readonly Stage[]): ReadonlyMap<string, readonly Stage[]> {
	const known = stagesByName.get(stages);
	if (known !== undefined) return known;
	const names = new Map<string, Stage[]>();
	for (const stage of stages) {
		const same = names.get(stage.name);
		if (same === undefined) names.set(stage.name, [stage]);
		else same.push(stage);
	}
	stagesByName.set(stages, names);
	return names;
}

/** The last one of that name, of those before a place. */
function named(stages: readonly Stage[], name: string, before: number): Stage | undefined {
	const same = name === '' ? [] : (namesOf(stages).get(name.toLowerCase()) ?? []);
	let [low, high] = [0, same.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((same[middle] as Stage).index < before) low = middle + 1;
		else high = middle;
	}
	return same[low - 1];
}

/** The stage that a name or a number stands for, before `stage`. */
export function stageNamed(stages: readonly Stage[], name: string, { index }: Stage): Stage | undefined {
	return named(stages, name, index) ?? (/^\d+$/.test(name) && Number(name) < index ? stages[Number(name)] : undefined);
}

function stageOf(node: Instruction, index: number, instructions: readonly Instruction[], globals: Variables): Stage {
	const [image = '', , name = ''] = node.rest.split(/\s+/);
	let from: string;
	try {
		from = expandWord(image, globals);
	} catch (error) {
		if (!(error instanceof ExpansionError)) throw error;
		throw new DockerfileError(error.message, node.line, node.lastLine);
	}
	if (from === '') {
		throw new DockerfileError(`base name (${image}) should not be blank`, node.line, node.lastLine);
	}
	if (name !== '' && !/^[a-z][a-z0-9-_.]*$/i.test(name)) {
		throw new DockerfileError(
			`invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
			node.line,
			node.lastLine,
		);
	}
	return { index, name: name.toLowerCase(), from, fromInstruction: node, instructions };
}

/** The stage, and all that it is made from. */
function neededFor(all: readonly Stage[], wanted: Stage, globals: Variables): ReadonlySet<Stage> {
	const needed = new Set<Stage>();
	const left = [wanted];
	for (let stage = left.pop(); stage !== undefined; stage = left.pop()) {
		if (needed.has(stage)) continue;
		needed.add(stage);
		const names = [stage.from, ...stage.instructions.flatMap((node) => fromOf(node, globals))];
		for (const name of names.reverse()) {
			const other = stageNamed(all, name, stage);
			if (other !== undefined) left.push(other);
		}
	}
	return needed;
}

function fromOf({ flags }: Instruction, globals: Variables): string[] {
	return flags.flatMap(([name, value]) => {
		if (name === 'from') return [expandWord(value, globals)];
		const mounted = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
		return mounted === undefined ? [] : [mounted];
	});
}
