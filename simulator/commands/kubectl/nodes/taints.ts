import { labelValue, qualifiedName } from '../../../machinery/names.ts';
import { CommandError, throwAll } from '../errors.ts';

export interface Taint {
	readonly key: string;
	readonly value?: string;
	readonly effect: string;
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** "key=value:Effect" adds, "key:Effect-" and "key-" remove. Models kubectl/pkg/cmd/taint parseTaints. */
export function parseTaints(specs: readonly string[]): { add: Taint[]; remove: Taint[] } {
	const add: Taint[] = [];
	const remove: Taint[] = [];
	for (const spec of specs) {
		if (spec.endsWith('-')) {
			const { key, effect } = parseTaint(spec.slice(0, -1));
			remove.push({ key, effect });
			continue;
		}
		const taint = parseTaint(spec);
		if (taint.effect === '') throw new CommandError(`invalid taint spec: ${spec}`);
		if (add.some((each) => sameTaint(each, taint))) {
			throw new CommandError(
				`duplicated taints with the same key and effect: {${taint.key} ${taint.value ?? ''} ${taint.effect} <nil>}`,
			);
		}
		add.push(taint);
	}
	return { add, remove };
}

function parseTaint(spec: string): Taint {
	const parts = spec.split(':');
	if (parts.length > 2) throw new CommandError(`invalid taint spec: ${spec}`);
	let key = parts[0] as string;
	let value = '';
	const effect = parts[1] ?? '';
	if (parts.length === 2) {
		if (!EFFECTS.includes(effect)) throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
		const pair = key.split('=');
		if (pair.length > 2) throw new CommandError(`invalid taint spec: ${spec}`);
		key = pair[0] as string;
		value = pair[1] ?? '';
		const complaints = labelValue(value);
		if (complaints.length > 0) throw new CommandError(`invalid taint spec: ${spec}, ${complaints.join('; ')}`);
	}
	const complaints = qualifiedName(key);
	if (complaints.length > 0) throw new CommandError(`invalid taint spec: ${spec}, ${complaints.join('; ')}`);
	return value === '' ? { key, effect } : { key, value, effect };
}

function sameTaint(a: Taint, b: Taint): boolean {
	return a.key === b.key && a.effect === b.effect;
}

/** What is both added and removed: "key=Effect". */
export function conflictingTaints(add: readonly Taint[], remove: readonly Taint[]): string[] {
	return add.flatMap((added) =>
		remove
			.filter((removed) => added.key === removed.key && (removed.effect === '' || added.effect === removed.effect))
			.map((removed) => `${removed.key}=${removed.effect}`),
	);
}

/** The node's taints after the change, and what to call it. Models updateTaints and reorganizeTaints. */
export function changeTaints(
	node: string,
	current: readonly Taint[],
	change: { readonly add: readonly Taint[]; readonly remove: readonly Taint[]; readonly overwrite: boolean },
): { operation: string; taints: Taint[] } {
	if (!change.overwrite) {
		const taken = change.add.flatMap((taint) => current.filter((old) => sameTaint(old, taint)).map((old) => old.key));
		if (taken.length > 0) {
			throw new CommandError(
				`node ${node} already has ${taken.join(',')} taint(s) with same effect(s) and --overwrite is false`,
			);
		}
	}
	let taints = [...change.add];
	for (const old of current) if (!taints.some((each) => sameTaint(each, old))) taints.push(old);
	const added = current.length !== taints.length;
	const errors: Error[] = [];
	let deleted = false;
	for (const gone of change.remove) {
		const kept = taints.filter((each) => (gone.effect === '' ? each.key !== gone.key : !sameTaint(each, gone)));
		deleted = kept.length !== taints.length;
		if (!deleted) {
			const name = gone.effect === '' ? gone.key : `${gone.key}:${gone.effect}`;
			errors.push(new CommandError(`taint ${JSON.stringify(name)} not found`));
		}
		taints = kept;
	}
	throwAll(errors);
	if ((added && deleted) || change.overwrite) return { operation: 'modified', taints };
	return { operation: added ? 'tainted' : 'untainted', taints };
}
