import {
	ADMISSIONREGISTRATION,
	APIREGISTRATION,
	AUTHENTICATION,
	AUTHORIZATION,
	CERTIFICATES,
	FLOWCONTROL,
	NETWORKING,
	NODE,
	RBAC,
	STORAGE,
} from './numbers-cluster.ts';
import { CORE } from './numbers-core.ts';
import { META } from './numbers-meta.ts';
import {
	APPS,
	AUTOSCALING_V1,
	AUTOSCALING_V2,
	BATCH,
	COORDINATION,
	DISCOVERY,
	EVENTS,
	POLICY,
	SCHEDULING,
} from './numbers-workloads.ts';

/** A field's name by its number; a name that starts with `^` is a message laid into the outer one. */
export type FieldNumbers = ReadonlyMap<number, string>;

/** The numbers of a type's fields, or undefined when the type is not sent in protobuf. */
export function fieldNumbers(typeName: string): FieldNumbers | undefined {
	const dot = typeName.lastIndexOf('.');
	const prefix = typeName.slice(0, dot);
	let table = parsed.get(prefix);
	if (table === undefined) {
		const text = TEXTS.get(prefix);
		if (text === undefined) return undefined;
		table = parseNumbers(text);
		parsed.set(prefix, table);
	}
	return table.get(typeName.slice(dot + 1));
}

/** Parsed texts: filled once from immutable text, the same for every world. */
const parsed = new Map<string, ReadonlyMap<string, FieldNumbers>>();

function parseNumbers(text: string): ReadonlyMap<string, FieldNumbers> {
	const table = new Map<string, FieldNumbers>();
	for (const paragraph of text.trim().split(/\n(?! )/)) {
		const colon = paragraph.indexOf(':');
		const fields = new Map<number, string>();
		let number = 0;
		for (const word of paragraph
			.slice(colon + 1)
			.trim()
			.split(/\s+/)) {
			if (word === '') continue;
			const jump = /^(\d+)=(.*)$/.exec(word);
			number = jump === null ? number + 1 : Number(jump[1]);
			fields.set(number, jump === null ? word : (jump[2] as string));
		}
		table.set(paragraph.slice(0, colon), fields);
	}
	return table;
}

/** Texts of numbers by the prefix of their types' names. */
const TEXTS: ReadonlyMap<string, string> = new Map([
	['io.k8s.apimachinery.pkg.apis.meta.v1', META],
	['io.k8s.api.core.v1', CORE],
	['io.k8s.api.apps.v1', APPS],
	['io.k8s.api.authentication.v1', AUTHENTICATION],
	['io.k8s.api.authorization.v1', AUTHORIZATION],
	['io.k8s.api.autoscaling.v1', AUTOSCALING_V1],
	['io.k8s.api.autoscaling.v2', AUTOSCALING_V2],
	['io.k8s.api.batch.v1', BATCH],
	['io.k8s.api.certificates.v1', CERTIFICATES],
	['io.k8s.api.coordination.v1', COORDINATION],
	['io.k8s.api.discovery.v1', DISCOVERY],
	['io.k8s.api.events.v1', EVENTS],
	['io.k8s.api.flowcontrol.v1', FLOWCONTROL],
	['io.k8s.api.networking.v1', NETWORKING],
	['io.k8s.api.node.v1', NODE],
	['io.k8s.api.policy.v1', POLICY],
	['io.k8s.api.rbac.v1', RBAC],
	['io.k8s.api.scheduling.v1', SCHEDULING],
	['io.k8s.api.storage.v1', STORAGE],
	['io.k8s.api.admissionregistration.v1', ADMISSIONREGISTRATION],
	['io.k8s.kube-aggregator.pkg.apis.apiregistration.v1', APIREGISTRATION],
]);
