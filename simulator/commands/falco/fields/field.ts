import type { ContainerFacts } from '../../../hosts/runtime/runtime-service.ts';
import type { SystemEvent } from '../../../kernel/tracing/system-event.ts';
import type { Lineage } from './lineage.ts';

/** Names of falco's types: what may be compared how. */
export type FieldType = 'CHARBUF' | 'INT64' | 'UINT64' | 'BOOL' | 'IPADDR' | 'IPNET' | 'PORT' | 'RELTIME' | 'ABSTIME';

/** Undefined: there is none, "<NA>". Times are nanoseconds. */
export type Value = string | number | bigint | boolean | readonly string[] | undefined;

/** An event as fields see it. */
export interface EventView {
	readonly event: SystemEvent;
	/** The process and those it descends from. */
	readonly lineage: readonly Lineage[];
	/** Full id of the container that it runs in; undefined on the host. */
	readonly containerId: string | undefined;
	readonly container: ContainerFacts | undefined;
	readonly hostname: string;
	/** When falco began to listen. */
	readonly sinceNs: bigint;
	readonly userName: (uid: number) => string | undefined;
	readonly groupName: (gid: number) => string | undefined;
	/** What rules call the host of an address. */
	readonly hostNames: (address: string) => readonly string[] | undefined;
	/** A line of the passwd file, cut at its colons. */
	readonly account: (uid: number) => readonly string[] | undefined;
}

export interface Field {
	readonly name: string;
	readonly type: FieldType;
	readonly isList?: boolean;
	/** Between brackets. Absent: none may be given. */
	readonly argument?: 'optional' | 'required';
	readonly description: string;
	/** It is added to every output. */
	readonly isSuggested?: boolean;
	readonly extract: (view: EventView, argument: string) => Value;
}

/** Fields that are listed together. */
export interface FieldClass {
	readonly name: string;
	readonly description: string;
	/** "syscall", or what all sources have. */
	readonly sources: string;
	readonly fields: readonly Field[];
}

type Extract = Field['extract'];
type More = Partial<Pick<Field, 'isList' | 'argument' | 'isSuggested'>>;

export function text(name: string, description: string, extract: Extract, more: More = {}): Field {
	return { name, type: 'CHARBUF', description, extract, ...more };
}

export function number(name: string, description: string, extract: Extract, more: More = {}): Field {
	return { name, type: 'INT64', description, extract, ...more };
}

export function truth(name: string, description: string, extract: Extract): Field {
	return { name, type: 'BOOL', description, extract };
}

export function typed(type: FieldType, name: string, description: string, extract: Extract, more: More = {}): Field {
	return { name, type, description, extract, ...more };
}

/** As falco shows it. */
export function shown(value: Value, type: FieldType): string {
	if (value === undefined) return '<NA>';
	if (typeof value === 'object') return `(${value.join(',')})`;
	return type === 'PORT' && value === 0 ? '0' : String(value);
}
