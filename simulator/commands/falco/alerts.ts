import type { SystemEvent } from '../../kernel/tracing/system-event.ts';
import type { Configuration } from './configuration.ts';
import type { EventView, Value } from './fields/field.ts';
import { jsonTime, localTime, timeOfDay } from './fields/times.ts';
import { type Priority, severityOf } from './rules/priority.ts';
import type { CompiledRule, RuleSet } from './rules/rule-set.ts';

/** A rule that has matched, as the outputs say it. */
export interface Alert {
	readonly priority: Priority;
	/** Without the newline. */
	readonly line: string;
}

/** What `print_stats` counts. */
export class AlertCounts {
	readonly byRule = new Map<string, number>();
	readonly byPriority = new Map<Priority, number>();
	total = 0;

	add(rule: string, priority: Priority): void {
		this.total++;
		this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
		this.byPriority.set(priority, (this.byPriority.get(priority) ?? 0) + 1);
	}

	/** Models engine/stats_manager.cpp. @param rules in the order of their definitions. */
	toText(rules: readonly CompiledRule[]): string {
		const priorities = [...this.byPriority].sort((a, b) => severityOf(a[0]) - severityOf(b[0]));
		const named = rules.map(({ item }) => item.name).filter((name) => this.byRule.has(name));
		return [
			`Events detected: ${this.total}`,
			'Rule counts by severity:',
			...priorities.map(([name, count]) => `   ${(name === 'Informational' ? 'INFO' : name).toUpperCase()}: ${count}`),
			'Triggered rules by rule name:',
			...named.map((name) => `   ${name}: ${this.byRule.get(name)}`),
			'',
		].join('\n');
	}
}

/** Holds events against the rules that are on. */
export class Detection {
	readonly #byType = new Map<string, CompiledRule[]>();
	readonly #configuration: Configuration;
	readonly counts: AlertCounts;

	constructor({ rules }: RuleSet, configuration: Configuration, counts: AlertCounts) {
		this.#configuration = configuration;
		this.counts = counts;
		const least = severityOf(configuration.priority);
		for (const rule of rules) {
			if (!isSelected(rule, configuration) || severityOf(rule.item.priority) > least) continue;
			for (const type of rule.eventTypes) {
				const known = this.#byType.get(type);
				if (known === undefined) this.#byType.set(type, [rule]);
				else known.push(rule);
			}
		}
	}

	wants(name: string): boolean {
		return this.#byType.has(name);
	}

	/** Rules that match, the first only unless all are asked for. */
	alertsFor(event: SystemEvent, viewOf: (event: SystemEvent) => EventView): readonly Alert[] {
		const rules = this.#byType.get(event.name);
		if (rules === undefined) return [];
		const view = viewOf(event);
		const alerts: Alert[] = [];
		for (const rule of rules) {
			if (!rule.matches(view)) continue;
			const { name, priority } = rule.item;
			this.counts.add(name, priority);
			alerts.push({ priority, line: alertLine(rule, view, this.#configuration) });
			if (!this.#configuration.matchesAll) break;
		}
		return alerts;
	}
}

function isSelected({ item }: CompiledRule, { selections }: Configuration): boolean {
	let isOn = item.enabled;
	for (const { enable, rule, tag } of selections) {
		const isMeant = rule === '' ? item.tags.includes(tag) : matchesWildcard(rule, item.name);
		if (isMeant) isOn = enable;
	}
	return isOn;
}

/** Stars stand for anything. */
function matchesWildcard(pattern: string, name: string): boolean {
	const parts = pattern.split('*');
	let at = 0;
	for (const [index, part] of parts.entries()) {
		const found = index === 0 ? (name.startsWith(part) ? 0 : -1) : name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return parts.length > 1 && parts.at(-1) === '' ? true : at === name.length;
}

/** Models engine/formats.cpp format_event. */
function alertLine({ item, output }: CompiledRule, view: EventView, configuration: Configuration): string {
	const { isoTimes, jsonOutput, jsonIncludes } = configuration;
	const { atNs } = view.event;
	const time = isoTimes ? localTime(atNs) : timeOfDay(atNs, true);
	const message = output.text(view);
	const line = `${time}: ${item.priority} ${message}`;
	if (!jsonOutput) return line;
	const fields: [string, unknown][] = output.fields(view).map(([name, value]) => [name, jsonValue(value)]);
	fields.push([isoTimes ? 'evt.time.iso8601' : 'evt.time', isoTimes ? time : Number(atNs)]);
	return jsonText([
		['hostname', view.hostname],
		...(jsonIncludes.message ? [['message', message] as const] : []),
		...(jsonIncludes.output ? [['output', line] as const] : []),
		...(jsonIncludes.fields ? [['output_fields', sortedMap(fields)] as const] : []),
		['priority', item.priority],
		['rule', item.name],
		['source', 'syscall'],
		...(jsonIncludes.tags ? [['tags', item.tags] as const] : []),
		['time', jsonTime(atNs)],
	]);
}

function jsonValue(value: Value): unknown {
	if (value === undefined) return null;
	return typeof value === 'bigint' ? Number(value) : value;
}

function sortedMap(entries: readonly (readonly [string, unknown])[]): unknown {
	const map: Record<string, unknown> = Object.create(null);
	for (const [name, value] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) map[name] = value;
	return map;
}

function jsonText(entries: readonly (readonly [string, unknown])[]): string {
	return JSON.stringify(Object.fromEntries(entries));
}

/** What falco says of itself among its alerts. Models falco_outputs.cpp handle_msg. */
export function internalAlert(
	rule: string,
	message: string,
	nowMs: number,
	hostname: string,
	configuration: Configuration,
): Alert {
	const atNs = BigInt(nowMs) * 1_000_000n;
	const priority = 'Critical';
	if (!configuration.jsonOutput) {
		return { priority, line: `${timeOfDay(atNs, true)}: ${priority} ${message} ()` };
	}
	const entries: readonly (readonly [string, unknown])[] = [
		['hostname', hostname],
		['output', message],
		['output_fields', {}],
		['priority', priority],
		['rule', rule],
		['source', 'internal'],
		['time', jsonTime(atNs)],
	];
	return { priority, line: jsonText(entries) };
}
