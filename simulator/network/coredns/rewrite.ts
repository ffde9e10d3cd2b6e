import type { DnsRecord } from '../../machinery/dns/dns-message.ts';
import type { Directive } from './corefile.ts';

export interface Rewritten {
	/** The name to look up. */
	readonly name: string;
	/** Puts the asked name back into the answers, as CoreDNS does for exact, prefix and suffix rewrites. */
	restore<T extends { readonly answers: readonly DnsRecord[] }>(found: T, asked: string): T;
}

/** Applies the first `rewrite name` rule that matches. Models coredns plugin/rewrite name.go without regexes. */
export function rewriteName(directives: readonly Directive[], name: string): Rewritten {
	for (const { name: plugin, args } of directives) {
		if (plugin !== 'rewrite') continue;
		const rule = args[0] === 'stop' || args[0] === 'continue' ? args.slice(1) : args;
		if (rule[0] !== 'name') continue;
		const renamed = apply(rule.slice(1), name);
		if (renamed !== undefined) return { name: renamed, restore: (found, asked) => restored(found, renamed, asked) };
	}
	return { name, restore: (found) => found };
}

function apply(rule: readonly string[], name: string): string | undefined {
	const plain = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/\.$/, '');
	const [first, second, third] = rule;
	switch (first) {
		case 'exact':
			return name === plain(second) ? plain(third) : undefined;
		case 'prefix':
			return name.startsWith(plain(second)) ? plain(third) + name.slice(plain(second).length) : undefined;
		case 'suffix': {
			const suffix = plain(second);
			return name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) + plain(third) : undefined;
		}
		case 'substring':
			return name.includes(plain(second)) ? name.replace(plain(second), plain(third)) : undefined;
		default:
			return name === plain(first) ? plain(second) : undefined;
	}
}

function restored<T extends { readonly answers: readonly DnsRecord[] }>(found: T, renamed: string, asked: string): T {
	return {
		...found,
		answers: found.answers.map((record) => (record.name === renamed ? { ...record, name: asked } : record)),
	};
}
