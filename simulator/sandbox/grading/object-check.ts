import type { KubeObject } from '../../machinery/meta.ts';
import { parseLabelSelector } from '../../machinery/selectors.ts';
import type { Evidence, ObjectCheck } from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import type { PodLike } from './diagnose-pod.ts';
import { diagnosePod } from './diagnose-pod.ts';
import { diagnoseService } from './diagnose-service.ts';
import { diagnoseWorkload } from './diagnose-workload.ts';
import { evidence } from './evidence.ts';
import { unmet } from './expectations.ts';

/** Why the check does not hold, from what was asked for down to the root; empty when it holds. */
export function checkObject(reader: ClusterReader, check: ObjectCheck): Evidence[] {
	const namespaced = reader.namespaced(check.apiVersion, check.kind);
	if (namespaced === undefined) return [evidence('kind-unknown', { kind: check.kind, apiVersion: check.apiVersion })];
	const namespace = namespaced ? (check.namespace ?? 'default') : '';
	const candidates = select(reader, check, namespace);
	const failures: Evidence[][] = [];
	const holding: KubeObject[] = [];
	for (const object of candidates) {
		const broken = check.expect?.map((each) => unmet(object, each)).find((each) => each !== undefined);
		if (broken === undefined) holding.push(object);
		else failures.push([broken, ...rootCause(reader, object, broken)]);
	}
	const { min, max } = bounds(check);
	const count = holding.length;
	if (count >= min && count <= max) return [];
	if (count > max) {
		const code = max === 0 ? 'object-present' : 'count-differs';
		return [evidence(code, { kind: check.kind, namespace, count, max }, holding[0])];
	}
	const nearest = failures[0];
	if (nearest !== undefined) {
		return min > 1 ? [evidence('count-differs', { kind: check.kind, namespace, count, min }), ...nearest] : nearest;
	}
	if (candidates.length > 0) return [evidence('count-differs', { kind: check.kind, namespace, count, min })];
	return missing(reader, check, namespace);
}

function select(reader: ClusterReader, check: ObjectCheck, namespace: string): readonly KubeObject[] {
	if (check.name !== undefined) {
		const object = reader.get(check.apiVersion, check.kind, namespace, check.name);
		return object === undefined ? [] : [object];
	}
	const all = reader.list(check.apiVersion, check.kind, namespace);
	if (check.selector === undefined) return all;
	const selector = parseLabelSelector(check.selector);
	return all.filter((each) => selector.matches(each.metadata.labels));
}

function bounds(check: ObjectCheck): { min: number; max: number } {
	if (check.count === undefined) return { min: 1, max: Number.POSITIVE_INFINITY };
	if (typeof check.count === 'number') return { min: check.count, max: check.count };
	return { min: check.count.min ?? 0, max: check.count.max ?? Number.POSITIVE_INFINITY };
}

/** A value that only comes true when the cluster gets there (status) is explained by what holds the cluster back. */
function rootCause(reader: ClusterReader, object: KubeObject, broken: Evidence): Evidence[] {
	if (broken.values.path?.startsWith('.status') !== true) return [];
	switch (object.kind) {
		case 'Pod':
			return diagnosePod(reader, object as PodLike);
		case 'Service':
		case 'Endpoints':
			return diagnoseService(reader, object);
		case 'Deployment':
		case 'ReplicaSet':
		case 'StatefulSet':
		case 'DaemonSet':
			return diagnoseWorkload(reader, object);
		default:
			return [];
	}
}

/** Not there: say so, and whether it stands elsewhere or under a name that looks like it. */
function missing(reader: ClusterReader, check: ObjectCheck, namespace: string): Evidence[] {
	const asked = check.name ?? check.selector;
	if (asked === undefined)
		return [evidence('count-differs', { kind: check.kind, namespace, count: 0, min: bounds(check).min })];
	const where = namespace !== '' && { namespace };
	const chain = [evidence('object-missing', { kind: check.kind, name: asked, ...where })];
	if (check.name === undefined) return chain;
	const everywhere = reader.list(check.apiVersion, check.kind, '');
	const elsewhere = everywhere.find((each) => each.metadata.name === check.name);
	if (elsewhere !== undefined) {
		const there = elsewhere.metadata.namespace ?? '';
		return [
			...chain,
			evidence('object-elsewhere', { kind: check.kind, name: check.name, namespace: there }, elsewhere),
		];
	}
	const similar = everywhere.find(
		(each) => (each.metadata.namespace ?? '') === namespace && isSimilar(each.metadata.name, asked),
	);
	if (similar === undefined) return chain;
	return [...chain, evidence('object-similar', { kind: check.kind, name: similar.metadata.name }, similar)];
}

/** One typing mistake apart: a letter more, less, other, or two swapped. */
export function isSimilar(a: string, b: string): boolean {
	if (Math.abs(a.length - b.length) > 1) return false;
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let endA = a.length;
	let endB = b.length;
	while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
		endA--;
		endB--;
	}
	const restA = a.slice(start, endA);
	const restB = b.slice(start, endB);
	if (restA.length <= 1 && restB.length <= 1) return true;
	return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
