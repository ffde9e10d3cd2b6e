import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { DescribeContext } from '../../../../simulator/api/kind.ts';
import { KINDS } from '../../../../simulator/api/registry.ts';
import type { GroupVersionResource, Json, KubeObject } from '../../../../simulator/machinery/meta.ts';
import { parseFieldSelector, parseLabelSelector } from '../../../../simulator/machinery/selectors.ts';
import { formatMicroTime, formatTime } from '../../../../simulator/machinery/timestamp.ts';

import { kindOf } from '../prepare.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');
const AGO = /^ago (-?\d+)s(, microseconds)?$/;

export interface Selectors {
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

/** The objects of fixtures/, as a server has them at `nowMs`. */
export class FixtureCluster {
	readonly nowMs: number;
	readonly objects: readonly KubeObject[];

	constructor(nowMs: number) {
		this.nowMs = nowMs;
		this.objects = readdirSync(FOLDER)
			.sort()
			.flatMap((name) =>
				parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS() as Json),
			)
			.map((object) => atTime(object, nowMs) as unknown as KubeObject);
	}

	list(gvr: GroupVersionResource, namespace: string, { labelSelector, fieldSelector }: Selectors): KubeObject[] {
		const labels = parseLabelSelector(labelSelector ?? '');
		const fields = parseFieldSelector(fieldSelector ?? '').requirements;
		return this.objects.filter((object) => {
			const kind = kindOf(object);
			const isOfKind = kind.group === gvr.group && kind.plural === gvr.resource;
			if (!isOfKind || (namespace !== '' && object.metadata.namespace !== namespace)) return false;
			const known = kind.selectableFields?.(object) ?? {};
			const matches = fields.every(({ field, operator, value }) => (known[field] === value) === (operator !== '!='));
			return matches && labels.matches(object.metadata.labels);
		});
	}

	get(gvr: GroupVersionResource, namespace: string, name: string): KubeObject | undefined {
		return this.list(gvr, namespace, {}).find((object) => object.metadata.name === name);
	}

	/** What the describers ask. */
	context(showEvents = true): DescribeContext {
		const cluster = this;
		return {
			nowMs: this.nowMs,
			showEvents,
			// biome-ignore-start lint/correctness/useYield: this cluster answers at once.
			*get(gvr, namespace, name) {
				return cluster.get(gvr, namespace, name);
			},
			*list(gvr, namespace, selectors) {
				return cluster.list(gvr, namespace, selectors);
			},
			// biome-ignore-end lint/correctness/useYield: see above.
		};
	}
}

/** "pods/web": what a description is filed under. */
export function fixtureId(object: KubeObject): string {
	return `${kindOf(object).plural}/${object.metadata.name}`;
}

/** Those that `kubectl describe` knows how to describe. */
export function describedFixtures(cluster: FixtureCluster): KubeObject[] {
	const described = new Set(KINDS.filter((kind) => kind.describe !== undefined));
	return cluster.objects.filter((object) => described.has(kindOf(object)));
}

function atTime(value: Json, nowMs: number): Json {
	if (Array.isArray(value)) return value.map((each) => atTime(each, nowMs));
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, atTime(each, nowMs)]));
	}
	const [, seconds, micro] = typeof value === 'string' ? (AGO.exec(value) ?? []) : [];
	if (seconds === undefined) return value;
	const ms = nowMs - Number(seconds) * 1000;
	return micro === undefined ? formatTime(ms) : formatMicroTime(ms);
}

/** Every distance of time that the fixtures name, in seconds. */
export function fixtureAges(): number[] {
	const texts = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));
	const ages = texts.flatMap((text) => [...text.matchAll(/ago (-?\d+)s/g)].map((match) => Number(match[1])));
	return [...new Set(ages)];
}
