import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { readFile } from '../../stdio.ts';
import { perform, readOrder } from '../iptables/iptables.ts';
import { ANYWHERE, ruleOfTuple, tupleOf, type UfwRule } from './ufw-rule.ts';

const FOLDER = '/etc/ufw';
const SWITCH = `${FOLDER}/ufw.conf`;
const RULES = `${FOLDER}/user.rules`;
const DEFAULTS = '/etc/default/ufw';

export type Policy = 'allow' | 'deny' | 'reject';

export interface UfwState {
	isOn: boolean;
	logging: string;
	rules: UfwRule[];
	readonly policies: { incoming: Policy; outgoing: Policy; routed: Policy };
}

/** What its files say. */
export function* readState(process: Process): Task<UfwState> {
	const [conf, rules, defaults] = [
		yield* textOf(process, SWITCH),
		yield* textOf(process, RULES),
		yield* textOf(process, DEFAULTS),
	];
	const policy = (name: string, fallback: Policy): Policy => {
		const found = new RegExp(`^DEFAULT_${name}_POLICY="(\\w+)"`, 'm').exec(defaults)?.[1];
		return found === undefined ? fallback : found === 'ACCEPT' ? 'allow' : found === 'REJECT' ? 'reject' : 'deny';
	};
	return {
		isOn: /^ENABLED=yes/m.test(conf),
		logging: /^LOGLEVEL=(\w+)/m.exec(conf)?.[1] ?? 'low',
		rules: rules.split('\n').flatMap((line) => ruleOfTuple(line) ?? []),
		policies: {
			incoming: policy('INPUT', 'deny'),
			outgoing: policy('OUTPUT', 'allow'),
			routed: policy('FORWARD', 'deny'),
		},
	};
}

function* textOf(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

const VERDICTS = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT' } as const;

export function* writeState(process: Process, { isOn, logging, rules, policies }: UfwState): Task<void> {
	try {
		process.mkdir(FOLDER, 0o755);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	yield* put(process, SWITCH, `# /etc/ufw/ufw.conf\n#\n\nENABLED=${isOn ? 'yes' : 'no'}\n\nLOGLEVEL=${logging}\n`);
	yield* put(
		process,
		RULES,
		`*filter\n:ufw-user-input - [0:0]\n:ufw-user-output - [0:0]\n:ufw-user-forward - [0:0]\n### RULES ###\n\n${rules.map((rule) => `${tupleOf(rule)}\n`).join('')}\n### END RULES ###\nCOMMIT\n`,
	);
	const line = (name: string, policy: Policy): string => `DEFAULT_${name}_POLICY="${VERDICTS[policy]}"\n`;
	yield* put(
		process,
		DEFAULTS,
		`# /etc/default/ufw\n#\n\nIPV6=yes\n\n${line('INPUT', policies.incoming)}\n${line('OUTPUT', policies.outgoing)}\n${line('FORWARD', policies.routed)}\nMANAGE_BUILTINS=no\n`,
	);
}

function* put(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o640);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

const HOOKS = [
	['INPUT', 'input', '-i'],
	['OUTPUT', 'output', '-o'],
	['FORWARD', 'forward', undefined],
] as const;
const CHAINS = HOOKS.flatMap(([, way]) => [`ufw-before-${way}`, `ufw-user-${way}`]);

/** Makes the packet filter what the state says. Differs: ufw has some twenty chains more, for logging and IPv6. */
export function applyState({ machine }: Process, { isOn, rules, policies }: UfwState): void {
	const { filters } = machine;
	const run = (text: string): void => perform(filters, readOrder(text.split(' ')));
	for (const [hook, way] of HOOKS) {
		for (const chain of [`ufw-before-${way}`, `ufw-user-${way}`]) {
			while (filters.contains('filter', hook, `-j ${chain}`)) run(`-D ${hook} -j ${chain}`);
		}
	}
	for (const chain of CHAINS) {
		if (!filters.has('filter', chain)) continue;
		run(`-F ${chain}`);
		run(`-X ${chain}`);
	}
	const policy = (name: Policy): string => (isOn && name !== 'allow' ? 'DROP' : 'ACCEPT');
	run(`-P INPUT ${policy(policies.incoming)}`);
	run(`-P OUTPUT ${policy(policies.outgoing)}`);
	run(`-P FORWARD ${policy(policies.routed)}`);
	if (!isOn) return;
	for (const chain of CHAINS) run(`-N ${chain}`);
	for (const [, way, device] of HOOKS) {
		if (device !== undefined) run(`-A ufw-before-${way} ${device} lo -j ACCEPT`);
		run(`-A ufw-before-${way} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`);
	}
	run('-A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT');
	run('-A ufw-before-input -p udp --sport 67 --dport 68 -j ACCEPT');
	for (const rule of rules) if (!rule.isV6) for (const words of filterWords(rule)) run(words);
	for (const [hook, way] of HOOKS) {
		run(`-A ${hook} -j ufw-before-${way}`);
		run(`-A ${hook} -j ufw-user-${way}`);
	}
}

const TARGETS = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT', limit: 'ACCEPT' } as const;

/** Ports need a protocol: both where none was named. */
function filterWords(rule: UfwRule): readonly string[] {
	const { action, protocol, toPort, to, fromPort, from, direction, device, isRouted, outDevice } = rule;
	const hasPorts = toPort !== 'any' || fromPort !== 'any';
	const protocols = protocol === 'any' && hasPorts ? ['tcp', 'udp'] : [protocol];
	return protocols.map((each) => {
		const ports = (option: string, text: string): readonly string[] => {
			if (text === 'any') return [];
			return /[:,]/.test(text) ? ['-m', 'multiport', `--${option}s`, text] : [`--${option}`, text];
		};
		const words = [
			'-A',
			isRouted ? 'ufw-user-forward' : direction === 'in' ? 'ufw-user-input' : 'ufw-user-output',
			...(device === '' ? [] : [direction === 'in' ? '-i' : '-o', device]),
			...(outDevice === '' ? [] : ['-o', outDevice]),
			...(each === 'any' ? [] : ['-p', each]),
			...(from === ANYWHERE ? [] : ['-s', from]),
			...(to === ANYWHERE ? [] : ['-d', to]),
			...ports('dport', toPort),
			...ports('sport', fromPort),
			'-j',
			TARGETS[action],
		];
		return words.join(' ');
	});
}
