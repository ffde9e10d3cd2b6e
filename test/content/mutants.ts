/** One change that makes a solution wrong: what a slip of the finger or of the mind would do. */
interface Mutation {
	readonly name: string;
	readonly pattern: RegExp;
	readonly replace: (match: string) => string;
}

const MUTATIONS: readonly Mutation[] = [
	{
		name: 'another image',
		pattern: /\b(nginx:1\.27|redis:7\.4|hello-app:2\.0)\b/g,
		replace: (text) => text.replace(/:.*/, ':latest'),
	},
	{
		name: 'another namespace',
		pattern: /(-n |--namespace=|namespace: )[a-z][a-z-]+/g,
		replace: (text) => text.replace(/[a-z][a-z-]+$/, 'kube-public'),
	},
	{
		name: 'another number of replicas',
		pattern: /replicas[=:] ?\d+/g,
		replace: (text) => text.replace(/\d+/, (digits) => String(Number(digits) + 2)),
	},
	{
		name: 'another port',
		pattern: /(--port=80\b|containerPort: 80\b|port: 80\b)/g,
		replace: (text) => text.replace('80', '81'),
	},
	{ name: 'another label value', pattern: /\b(tier|version|track)[:=] ?[a-z]+/g, replace: (text) => `${text}x` },
	{
		name: 'another name',
		pattern: /deployment(?:s)?[ /](web|lonely|payments|ledger|cart|search|inventory)\b/g,
		replace: (text) => `${text}s`,
	},
];

export interface Mutant {
	readonly name: string;
	readonly script: string;
}

/** Lines that only wait leave the cluster as it is, however they are misspelt. */
function changesSomething(script: string, index: number): boolean {
	const line = script.slice(script.lastIndexOf('\n', index) + 1, script.indexOf('\n', index));
	return !/rollout status|kubectl wait|^\s*sleep|^\s*for |^#/.test(line);
}

/** Every single change of every kind, at most `limit`, spread over the script. */
export function mutantsOf(script: string, limit: number): Mutant[] {
	const all = MUTATIONS.flatMap(({ name, pattern, replace }) =>
		[...script.matchAll(pattern)]
			.filter((match) => changesSomething(script, match.index))
			.map((match) => ({
				name: `${name} at character ${match.index}`,
				script: script.slice(0, match.index) + replace(match[0]) + script.slice(match.index + match[0].length),
			})),
	);
	const step = Math.max(1, all.length / limit);
	return Array.from({ length: Math.min(limit, all.length) }, (_, index) => all[Math.floor(index * step)] as Mutant);
}
