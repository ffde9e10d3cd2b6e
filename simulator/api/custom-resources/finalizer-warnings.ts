import type { KubeObject } from '../../machinery/meta.ts';
import { qualifiedName } from '../../machinery/names.ts';

const STANDARD: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Models customresource/validator.go validateKubeFinalizerName. */
export function finalizerWarnings(object: KubeObject, old: KubeObject | undefined): string[] {
	const known = old?.metadata.finalizers ?? [];
	const added = (object.metadata.finalizers ?? []).filter((each) => !known.includes(each));
	return [...new Set(added)].sort().flatMap((finalizer) => {
		const head = `metadata.finalizers: ${JSON.stringify(finalizer)}:`;
		const problems = qualifiedName(finalizer).map((complaint) => `${head} ${complaint}`);
		if (finalizer.includes('/') || STANDARD.has(finalizer)) return problems;
		const path = finalizer.includes('.') ? ' including a path (/)' : '';
		const advice = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
		return [...problems, `${head} ${advice}`];
	});
}
