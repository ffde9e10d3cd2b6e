import type { Expression } from './expression.ts';

/** Limit of the simulation: each is asked of a name server. */
const HOSTS_MAX = 64;

/** Hosts that conditions name: "kubernetes.default.svc.cluster.local" of `fd.sip.name`. */
export function hostsNamedIn(expressions: Iterable<Expression>): readonly string[] {
	const hosts = new Set<string>();
	for (const expression of expressions) collect(expression, hosts);
	return [...hosts].slice(0, HOSTS_MAX);
}

function collect(expression: Expression, hosts: Set<string>): void {
	switch (expression.kind) {
		case 'and':
		case 'or':
			for (const child of expression.children) collect(child, hosts);
			break;
		case 'not':
			collect(expression.child, hosts);
			break;
		case 'check': {
			const { left, right } = expression;
			if (!/^fd\.[cslr]ip\.name$/.test(left.name) || right?.kind !== 'values') break;
			for (const value of right.values) if (value !== '') hosts.add(value);
			break;
		}
		case 'macro':
			break;
	}
}
