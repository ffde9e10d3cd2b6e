import type { DnsRecord, RecordType } from '../../../machinery/dns/dns-message.ts';
import { RECORD_TYPES } from '../../../machinery/dns/dns-message.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { type Directive, pluginArgumentError, pluginError } from '../corefile.ts';
import { type DnsPlugin, type DnsReply, type DnsRequest, type NextPlugin, renamed } from '../plugin.ts';

/** Changes a record's name or data on its way back. */
interface AnswerRule {
	readonly part: 'name' | 'value';
	readonly change: (text: string) => string;
}

interface NameRule {
	/** The new name, undefined when the rule does not match; both without the final dot. */
	readonly rename: (name: string) => string | undefined;
	/** How answers are turned back. @param asked, @param became the names before and after. */
	readonly answers: (asked: string, became: string) => readonly AnswerRule[];
}

type Rule =
	| { readonly kind: 'name'; readonly goesOn: boolean; readonly rule: NameRule }
	| { readonly kind: 'type'; readonly goesOn: boolean; readonly from: number; readonly to: RecordType }
	| {
			readonly kind: 'ttl';
			readonly goesOn: boolean;
			readonly matches: (name: string) => boolean;
			readonly min: number;
			readonly max: number;
	  }
	/** Changes nothing here (class, edns0). */
	| { readonly kind: 'none'; readonly goesOn: boolean };

/** Compiling so many patterns takes about a millisecond. */
const RULES_A_STEP = 20;

/** All `rewrite` lines of a block. Models coredns plugin/rewrite. */
export class Rewrite implements DnsPlugin {
	readonly #rules: Rule[] = [];
	readonly #directives: readonly Directive[];

	constructor(directives: readonly Directive[]) {
		this.#directives = directives;
	}

	*prepare(pause: () => Task<void>): Task<void> {
		for (const [index, directive] of this.#directives.entries()) {
			this.#rules.push(ruleOf(directive));
			if (index % RULES_A_STEP === RULES_A_STEP - 1) yield* pause();
		}
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		let current = request;
		const back: AnswerRule[] = [];
		const ttls: (Rule & { kind: 'ttl' })[] = [];
		for (const rule of this.#rules) {
			if (rule.kind === 'none') continue;
			if (rule.kind === 'name') {
				const name = rule.rule.rename(current.name);
				if (name === undefined) continue;
				back.unshift(...rule.rule.answers(current.name, name));
				current = renamed(current, name);
			} else if (rule.kind === 'type') {
				if (current.type !== rule.from) continue;
				current = { ...current, type: RECORD_TYPES[rule.to], typeName: rule.to };
			} else {
				if (!rule.matches(current.name)) continue;
				ttls.push(rule);
			}
			if (!rule.goesOn) break;
		}
		const reply = yield* next.serve(current);
		if (back.length === 0 && ttls.length === 0) return reply;
		return { ...reply, answers: reply.answers.map((record) => changed(record, back, ttls)) };
	}
}

function changed(record: DnsRecord, back: readonly AnswerRule[], ttls: readonly (Rule & { kind: 'ttl' })[]): DnsRecord {
	let { name, data, ttlSeconds } = record;
	for (const { part, change } of back) {
		if (part === 'name') name = change(name);
		else if (record.type === 'CNAME' || record.type === 'PTR' || record.type === 'NS') data = change(data);
		else if (record.type === 'SRV') data = data.replace(/\S+$/, change);
	}
	for (const { min, max } of ttls) ttlSeconds = Math.min(Math.max(ttlSeconds, min), max);
	return { ...record, name, data, ttlSeconds };
}

function ruleOf(directive: Directive): Rule {
	// The lines of its block go on with the rule.
	const words = [...directive.args, ...directive.block.flatMap((line) => line.words)];
	const mode = words[0] === 'stop' || words[0] === 'continue' ? words.shift() : undefined;
	const goesOn = mode === 'continue';
	const [field, ...rest] = words;
	if (field === undefined || rest.length === 0) {
		throw plainError(directive, 'no rule type specified for rewrite');
	}
	switch (field.toLowerCase()) {
		case 'name':
			return { kind: 'name', goesOn, rule: nameRule(directive, rest) };
		case 'type': {
			const [from, to] = rest.map((word) => word.toUpperCase());
			if (from === undefined || to === undefined)
				throw plainError(directive, 'type rules must have exactly two arguments');
			if (!isType(from)) throw plainError(directive, `invalid type "${from}"`);
			if (!isType(to)) throw plainError(directive, `invalid type "${to}"`);
			return { kind: 'type', goesOn, from: RECORD_TYPES[from], to };
		}
		case 'ttl':
			return { kind: 'ttl', goesOn, ...ttlRule(directive, rest) };
		case 'class':
		case 'edns0':
		case 'rcode':
		case 'cname':
			return { kind: 'none', goesOn };
		default:
			throw plainError(directive, `invalid rule type "${field}"`);
	}
}

function isType(text: string): text is RecordType {
	return Object.hasOwn(RECORD_TYPES, text);
}

/** A rule's complaint comes without its place. */
function plainError(directive: Directive, message: string): Error {
	return pluginError(directive, message);
}

function ttlRule(directive: Directive, words: readonly string[]) {
	const kinds = ['exact', 'prefix', 'suffix', 'substring', 'regex'];
	const kind = kinds.includes(words[0] as string) && words.length > 2 ? (words[0] as string) : 'exact';
	const [from, ttl] = words.slice(words.length > 2 ? 1 : 0);
	const range = /^(\d*)(-?)(\d*)$/.exec(ttl ?? '');
	if (from === undefined || range === null || ttl === '') throw plainError(directive, `invalid TTL "${ttl ?? ''}"`);
	const low = range[1] === '' ? 0 : Number(range[1]);
	const high = range[2] === '' ? low : range[3] === '' ? 2_147_483_647 : Number(range[3]);
	const { rename } = matcher(directive, kind, from, from);
	return { matches: (name: string) => rename(name) !== undefined, min: low, max: high };
}

function nameRule(directive: Directive, words: readonly string[]): NameRule {
	if (words.length < 2) throw plainError(directive, 'too few arguments for a name rule');
	const kind = words.length === 2 ? 'exact' : (words[0] as string).toLowerCase();
	const [from, to] = (words.length === 2 ? words : words.slice(1)) as [string, string];
	if (!['exact', 'prefix', 'suffix', 'substring', 'regex'].includes(kind)) {
		throw plainError(
			directive,
			`name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${kind}`,
		);
	}
	const { rename } = matcher(directive, kind, from, to);
	const { auto, rules } = answerRules(directive, kind, words.slice(3));
	return {
		rename,
		answers: (asked, became) => {
			if (kind === 'suffix' && auto) {
				const turn = (text: string): string =>
					text.endsWith(plain(to)) ? text.slice(0, text.length - plain(to).length) + plain(from) : text;
				return [...bothParts(turn), ...rules];
			}
			if (kind !== 'exact' && !auto) return rules;
			return [...bothParts((text) => remapped(text, became.toLowerCase(), asked)), ...rules];
		},
	};
}

function bothParts(change: (text: string) => string): AnswerRule[] {
	return [
		{ part: 'name', change },
		{ part: 'value', change },
	];
}

function remapped(text: string, from: string, to: string): string {
	const lower = text.toLowerCase();
	if (lower === from) return to;
	return lower.endsWith(`.${from}`) ? text.slice(0, text.length - from.length) + to : text;
}

function matcher(directive: Directive, kind: string, from: string, to: string) {
	const [a, b] = [plain(from), plain(to)];
	switch (kind) {
		case 'prefix':
			return { rename: (name: string) => (name.startsWith(a) ? b + name.slice(a.length) : undefined) };
		case 'suffix':
			return { rename: (name: string) => (name.endsWith(a) ? name.slice(0, name.length - a.length) + b : undefined) };
		case 'substring':
			return { rename: (name: string) => (name.includes(a) ? name.replaceAll(a, b) : undefined) };
		case 'regex': {
			const pattern = patternOf(directive, from, to);
			return { rename: (name: string) => filledIn(pattern, `${name}.`, plain(to)) };
		}
		default:
			return { rename: (name: string) => (name === a ? b : undefined) };
	}
}

function plain(text: string): string {
	return text.toLowerCase().replace(/\.$/, '');
}

function patternOf(directive: Directive, from: string, to: string): Regexp {
	let pattern: Regexp;
	try {
		pattern = compileRe2(from);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw plainError(directive, `invalid regex matching pattern: ${from}`);
	}
	const used = new Set([...to.matchAll(/\{(\d{1,3})\}/g)].map((match) => match[1])).size;
	if (used > pattern.groupCount) {
		throw plainError(
			directive,
			`the rewrite regex pattern (${to}) uses more subexpressions than its corresponding matching regex pattern (${from})`,
		);
	}
	return pattern;
}

/** The replacement with the match's groups; undefined when nothing matches. */
function filledIn(pattern: Regexp, text: string, replacement: string): string | undefined {
	const match = pattern.exec(text);
	if (match === undefined) return undefined;
	let filled = replacement;
	for (const [index, group] of match.groups.entries()) filled = filled.replaceAll(`{${index}}`, group ?? '');
	return filled.replace(/\.$/, '').replace(/\.$/, '');
}

function answerRules(directive: Directive, kind: string, words: readonly string[]) {
	const rules: AnswerRule[] = [];
	let auto = false;
	if (words.length === 1) throw plainError(directive, `invalid arguments for ${kind} rule`);
	let last = '';
	for (let at = 0; at < words.length; ) {
		if (words[at] === 'answer') at++;
		else if (last === '') {
			throw plainError(directive, `exceeded the number of arguments for a non-answer rule argument for ${kind} rule`);
		}
		last = words[at++] ?? '';
		if (last === '') throw plainError(directive, `type missing for answer rule for ${kind} rule`);
		if (last === 'auto') {
			auto = true;
			continue;
		}
		if (last !== 'name' && last !== 'value') {
			throw plainError(directive, `invalid type "${last}" for answer rule for ${kind} rule`);
		}
		const [from, to] = words.slice(at, at + 2);
		if (from === undefined || to === undefined) {
			throw plainError(directive, `${last} answer rule for ${kind} rule: 2 arguments required`);
		}
		at += 2;
		const pattern = patternOf(directive, from, to);
		rules.push({ part: last, change: (text) => filledIn(pattern, `${text}.`, plain(to)) ?? text });
	}
	return { auto, rules };
}

/** `loop`, `whoami` and others take no arguments. */
export function refuseArguments(directive: Directive): void {
	const last = directive.args.at(-1);
	if (last !== undefined) throw pluginArgumentError(directive, last);
}
