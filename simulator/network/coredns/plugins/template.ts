import type { ResponseCode } from '../../../machinery/dns/dns-message.ts';
import { RECORD_TYPES, RESPONSE_CODES } from '../../../machinery/dns/dns-message.ts';
import { GoTemplate } from '../../../machinery/go-template/go-template.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import type { Task } from '../../../machinery/task.ts';
import { type Directive, pluginArgumentError, pluginError, zoneName } from '../corefile.ts';
import {
	type DnsPlugin,
	type DnsReply,
	type DnsRequest,
	failed,
	fallsThrough,
	inZone,
	type NextPlugin,
} from '../plugin.ts';
import { recordOf } from './answering.ts';
import { RecordError } from './records.ts';

/** Answers made by Go templates out of what a pattern finds in the name. Models coredns plugin/template. */
export class Template implements DnsPlugin {
	readonly #class: string;
	readonly #type: string;
	readonly #zones: readonly string[];
	readonly #matches: Regexp[] = [];
	readonly #answers: GoTemplate[] = [];
	readonly #authorities: GoTemplate[] = [];
	#code: ResponseCode = 'NOERROR';
	#fallthrough: readonly string[] | undefined;

	constructor(directive: Directive, zones: readonly string[]) {
		const [dnsClass, type, ...own] = directive.args;
		if (dnsClass === undefined || type === undefined) {
			throw pluginArgumentError(directive, directive.args.at(-1) ?? directive.name);
		}
		this.#class = dnsClass.toUpperCase();
		this.#type = type.toUpperCase();
		if (!['IN', 'ANY', 'CH', 'HS'].includes(this.#class)) {
			throw pluginError(directive, `invalid query class ${dnsClass}`);
		}
		if (!Object.hasOwn(RECORD_TYPES, this.#type)) throw pluginError(directive, `invalid RR class ${type}`);
		this.#zones = own.length > 0 ? own.map(zoneName) : zones;
		for (const { words, line } of directive.block) this.#read(directive, words, line);
		if (this.#matches.length === 0) this.#matches.push(compileRe2('.*'));
	}

	*serve(request: DnsRequest, next: NextPlugin): Task<DnsReply> {
		const zone = this.#zones.filter((each) => inZone(request.name, each)).sort((a, b) => b.length - a.length)[0];
		const typed = this.#type === 'ANY' || this.#type === request.typeName;
		if (zone === undefined || !typed || this.#class === 'CH' || this.#class === 'HS') return yield* next.serve(request);
		const name = `${request.name}.`;
		for (const pattern of this.#matches) {
			const match = pattern.exec(name);
			if (match !== undefined) return this.#answer(request, zone, pattern, match.groups);
		}
		// Models template.go ServeDNS: what no pattern matches is passed on only with fallthrough.
		return fallsThrough(this.#fallthrough, request.name) ? yield* next.serve(request) : failed('NXDOMAIN');
	}

	#answer(request: DnsRequest, zone: string, pattern: Regexp, groups: readonly (string | undefined)[]): DnsReply {
		const named: { [name: string]: string } = Object.create(null);
		for (const [index, name] of pattern.groupNames.entries()) if (name !== '') named[name] = groups[index] ?? '';
		for (const [index, value] of groups.entries()) named[String(index)] = value ?? '';
		const data = {
			Name: `${request.name}.`,
			Zone: `${zone}.`,
			Class: 'IN',
			Type: request.typeName ?? '',
			Match: groups.map((value) => value ?? ''),
			Group: named,
			Remote: request.client.address,
		};
		try {
			const records = (templates: readonly GoTemplate[]) =>
				templates.map((template) => {
					const { output, error } = template.execute(data);
					if (error !== undefined) throw error;
					return recordOf(output);
				});
			return {
				code: this.#code,
				answers: records(this.#answers),
				authorities: records(this.#authorities),
				authoritative: true,
				recursionAvailable: false,
			};
		} catch (error) {
			if (!(error instanceof RecordError) && !(error instanceof TemplateError)) throw error;
			request.problems.push(error.message);
			return failed('SERVFAIL');
		}
	}

	#read(directive: Directive, words: readonly string[], line: number): void {
		const [word = '', ...rest] = words;
		if (rest.length === 0 && word !== 'fallthrough' && word !== 'ederror')
			throw pluginArgumentError(directive, word, line);
		switch (word) {
			case 'match':
				for (const text of rest) this.#matches.push(patternOf(directive, text, line));
				return;
			case 'answer':
			case 'authority':
			case 'additional':
				for (const text of rest) {
					const template = templateOf(directive, word, text, line);
					if (word === 'answer') this.#answers.push(template);
					else if (word === 'authority') this.#authorities.push(template);
				}
				return;
			case 'rcode': {
				const code = (rest[0] as string).toUpperCase();
				if (!Object.hasOwn(RESPONSE_CODES, code)) throw pluginError(directive, `unknown rcode ${rest[0]}`, line);
				this.#code = code as ResponseCode;
				return;
			}
			case 'fallthrough':
				this.#fallthrough = rest.map(zoneName);
				return;
			case 'upstream':
			case 'ederror':
				return;
			default:
				throw pluginArgumentError(directive, rest.at(-1) ?? word, line);
		}
	}
}

function patternOf(directive: Directive, text: string, line: number): Regexp {
	try {
		return compileRe2(text);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw pluginError(directive, `could not parse regex: ${text}, error parsing regexp: ${error.message}`, line);
	}
}

function templateOf(directive: Directive, name: string, text: string, line: number): GoTemplate {
	try {
		return new GoTemplate(name, text);
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		throw pluginError(directive, `could not compile template: ${text}, ${error.message}`, line);
	}
}
