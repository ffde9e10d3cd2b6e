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
		target === '' ? all.at(-1) : (named(all, target) ?? (/^\d+$/.test(target) ? all[Number(target)] : undefined));
	if (wanted === undefined) throw new NoTarget(target);
	const needed = new Set<Stage>();
	visit(all, wanted, needed, globals);
	return { stages: all, target: wanted, globals, needed: all.filter((stage) => needed.has(stage)) };
}

function named(stages: readonly Stage[], name: string): Stage | undefined {
	return stages.findLast((stage) => stage.name !== '' && stage.name === name.toLowerCase());
}

/** The stage that a name or a number stands for, before `stage`. */
export function stageNamed(stages: readonly Stage[], name: string, before: Stage): Stage | undefined {
	const earlier = stages.slice(0, before.index);
	return named(earlier, name) ?? (/^\d+$/.test(name) ? earlier[Number(name)] : undefined);
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

function visit(all: readonly Stage[], stage: Stage, needed: Set<Stage>, globals: Variables): void {
	if (needed.has(stage)) return;
	needed.add(stage);
	const others = [stage.from, ...stage.instructions.flatMap((node) => fromOf(node, globals))];
	for (const name of others) {
		const other = stageNamed(all, name, stage);
		if (other !== undefined) visit(all, other, needed, globals);
	}
}

function fromOf({ flags }: Instruction, globals: Variables): string[] {
	return flags.flatMap(([name, value]) => {
		if (name === 'from') return [expandWord(value, globals)];
		const mounted = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
		return mounted === undefined ? [] : [mounted];
	});
}
