import { addRule, deleteRules } from '../../../kernel/net/links/route-changes.ts';
import { prefixText } from '../../../kernel/net/links/route-entry.ts';
import type { RoutingRule } from '../../../kernel/net/links/routing-rule.ts';
import type { Task } from '../../../machinery/task.ts';
import { Exit } from '../../unix-command.ts';
import { jsonText } from './ip-json.ts';
import { abbreviates, garbage, type IpRequest, prefix } from './ip-request.ts';
import { tableName } from './ip-route.ts';

type Draft = { -readonly [K in keyof RoutingRule]?: RoutingRule[K] };

/** Models ip/iprule.c do_iprule. */
export function* ipRule(request: IpRequest, verb: string | undefined): Task<number> {
	if (verb === undefined || abbreviates(verb, 'list', 'lst', 'show')) return yield* list(request);
	if (abbreviates(verb, 'add')) return modify(request, 'add');
	if (abbreviates(verb, 'delete')) return modify(request, 'del');
	if (abbreviates(verb, 'flush')) {
		request.change((table) => deleteRules(table, ({ priority }) => priority > 0, { all: true }));
		return 0;
	}
	throw new Exit(255, `Command "${verb}" is unknown, try "ip rule help".\n`);
}

function draftOf(request: IpRequest): Draft {
	const draft: Draft = {};
	for (let word = request.next(); word !== undefined; word = request.next()) {
		if (word === 'not') draft.not = true;
		else if (word === 'from') draft.from = prefix(request.argument());
		else if (word === 'to') draft.to = prefix(request.argument());
		else if (word === 'priority' || word === 'pref' || word === 'preference' || word === 'order' || word === 'prio')
			draft.priority = request.number('preference');
		else if (word === 'fwmark') draft.mark = markOf(request.argument());
		else if (word === 'table' || abbreviates(word, 'lookup')) draft.table = tableName(request.argument());
		else if (word === 'iif' || word === 'dev') draft.iif = request.argument();
		else if (word === 'oif') draft.oif = request.argument();
		else if (word === 'blackhole' || word === 'unreachable' || word === 'prohibit') draft.action = word;
		else if (word === 'tos' || word === 'dsfield' || word === 'protocol' || word === 'suppress_prefixlength')
			request.argument();
		else if (word === 'type') continue;
		else throw garbage('type', word);
	}
	return draft;
}

function markOf(word: string): string {
	const parts = word.split('/').map(Number);
	if (parts.some(Number.isNaN))
		throw new Exit(255, `Error: argument "${word}" is wrong: fwmark value is invalid\n\n\n`);
	return parts.map((part) => `0x${part.toString(16)}`).join('/');
}

function modify(request: IpRequest, verb: 'add' | 'del'): number {
	if (request.words.length === 0) throw new Exit(1, `"ip rule ${verb}" requires arguments.\n`);
	const draft = draftOf(request);
	request.change((table) => {
		if (verb === 'add') return addRule(table, { table: draft.action === undefined ? 'main' : '', ...draft });
		deleteRules(table, (rule) =>
			(Object.keys(draft) as (keyof Draft)[]).every((key) => {
				const wanted = draft[key];
				if ((key === 'from' || key === 'to') && typeof wanted === 'object') {
					const has = rule[key] ?? { base: 0, bits: 0 };
					return has.base === wanted.base && has.bits === wanted.bits;
				}
				return rule[key] === wanted;
			}),
		);
	});
	return 0;
}

function* list(request: IpRequest): Task<number> {
	const { options, run } = request;
	if (options.family === 'inet6') return 0;
	const { rules } = request.table;
	if (options.json) {
		const all = rules.map(({ priority, not, from, to, iif, oif, mark, table, action }) => ({
			priority,
			...(not && { not: null }),
			src: from === undefined || from.bits === 0 ? 'all' : prefixText({ ...from, bits: 32 }),
			...(from !== undefined && from.bits > 0 && from.bits < 32 && { srclen: from.bits }),
			...(to !== undefined && { dst: prefixText({ ...to, bits: 32 }) }),
			...(to !== undefined && to.bits < 32 && { dstlen: to.bits }),
			...(mark !== undefined && { fwmark: mark }),
			...(iif !== undefined && { iif }),
			...(oif !== undefined && { oif }),
			...(action === undefined ? { table } : { action }),
		}));
		yield* run.out.write(jsonText(all, options.pretty));
		return 0;
	}
	for (const rule of rules) yield* run.out.write(`${ruleText(rule)}\n`);
	return 0;
}

/** Models ip/iprule.c print_rule. */
function ruleText({ priority, not, from, to, iif, oif, mark, table, action }: RoutingRule): string {
	const words = [
		...(not === true ? ['not'] : []),
		`from ${from === undefined || from.bits === 0 ? 'all' : prefixText(from)}`,
		...(to === undefined ? [] : [`to ${to.bits === 0 ? '0.0.0.0/0' : prefixText(to)}`]),
		...(mark === undefined ? [] : [`fwmark ${mark}`]),
		...(iif === undefined ? [] : [`iif ${iif}`]),
		...(oif === undefined ? [] : [`oif ${oif}`]),
		action ?? `lookup ${table}`,
	];
	return `${priority}:\t${words.join(' ')}`;
}
