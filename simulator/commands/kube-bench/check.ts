import type { Component, Evidence } from './evidence.ts';

export type Target = 'master' | 'etcd' | 'controlplane' | 'node' | 'policies';

export interface Check {
	/** "1.2.15". */
	readonly id: string;
	readonly text: string;
	/** An unscored one that does not hold is a warning. */
	readonly scored: boolean;
	/** Absent: somebody has to look. */
	readonly holds?: (evidence: Evidence) => boolean;
	readonly remedy: string;
}

export interface Group {
	readonly id: string;
	readonly text: string;
	readonly checks: readonly Check[];
}

/** A benchmark's part for one kind of component. */
export interface Controls {
	readonly id: string;
	readonly text: string;
	readonly target: Target;
	readonly groups: readonly Group[];
}

type Test = (evidence: Evidence) => boolean;

/** @param title as the benchmark calls it; "(Manual)" is added to those that only warn. */
export function automated(id: string, title: string, holds: Test, remedy: string): Check {
	return { id, text: `${title} (Automated)`, scored: true, holds, remedy };
}

export function manual(id: string, title: string, remedy: string, holds?: Test): Check {
	return { id, text: `${title} (Manual)`, scored: false, remedy, ...(holds === undefined ? {} : { holds }) };
}

// Tests. A flag that is not given fails, unless `unset` says that this is as good.

type Value = (value: string) => boolean;

export const is =
	(wanted: string): Value =>
	(value) =>
		(value === '' ? 'true' : value) === wanted;
export const has =
	(wanted: string): Value =>
	(value) =>
		value.includes(wanted);
export const lacks =
	(unwanted: string): Value =>
	(value) =>
		!value.includes(unwanted);
export const atLeast =
	(least: number): Value =>
	(value) =>
		Number(value) >= least;

export const given =
	(component: Component, ...names: readonly string[]): Test =>
	(evidence) =>
		names.every((name) => evidence.flag(component, name) !== undefined);

export const flag =
	(component: Component, name: string, holds: Value, unset = false): Test =>
	(evidence) => {
		const value = evidence.flag(component, name);
		return value === undefined ? unset : holds(value);
	};

export const absent =
	(component: Component, name: string): Test =>
	(evidence) =>
		evidence.flag(component, name) === undefined;

export const kubelet =
	(name: string, path: string, holds: Value, unset = false): Test =>
	(evidence) => {
		const value = evidence.kubelet(name, path);
		return value === undefined ? unset : holds(value);
	};

type Paths = (evidence: Evidence) => readonly string[];

/** No bit beyond `most`, of any of the files; there has to be one. */
export const mode =
	(most: number, paths: Paths): Test =>
	(evidence) => {
		const modes = paths(evidence).flatMap((path) => evidence.mode(path) ?? []);
		return modes.length > 0 && modes.every((each) => (each & ~most) === 0);
	};

export const owner =
	(wanted: string, paths: Paths): Test =>
	(evidence) => {
		const owners = paths(evidence).flatMap((path) => evidence.owner(path) ?? []);
		return owners.length > 0 && owners.every((each) => each === wanted);
	};

export const path =
	(...paths: readonly string[]): Paths =>
	() =>
		paths;
