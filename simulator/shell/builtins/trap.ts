import type { SignalName } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { catchFatalSignals, restoreSignal } from '../jobs/fatal-signals.ts';
import { INTERACTIVE_IGNORED } from '../jobs/job-control.ts';
import type { Shell } from '../state/shell.ts';
import { listQuote } from './alias.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { parseSignal, signalNames, signalTable } from './signal-list.ts';

const PSEUDO = ['EXIT', 'DEBUG', 'ERR', 'RETURN'];

export const TRAP: Builtin = {
	special: true,
	usage: '[-lp] [[arg] signal_spec ...]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, shell.isBash ? 'lp' : '');
		if (problem !== undefined) return yield* usageError(shell, 'trap', problem, TRAP.usage);
		if (flags.has('l')) return yield* shell.print('trap', signalTable());
		if (rest.length === 0 || flags.has('p')) {
			const known = rest.filter((spec) => trapName(spec, shell.isBash) !== undefined);
			for (const spec of rest) {
				if (!known.includes(spec)) yield* shell.fail('trap', `${spec}: invalid signal specification`);
			}
			const shown = known.length > 0 || rest.length === 0 ? yield* show(shell, known, flags.has('p')) : 0;
			return known.length < rest.length ? 1 : shown;
		}
		const numbered = /^\d+$/.test(rest[0] as string);
		const single = rest.length === 1 || numbered;
		const known = shell.options.set.posix && !numbered ? undefined : trapName(rest[0] as string, true);
		if (rest.length === 1 && shell.isBash && known === undefined) {
			shell.misused = true;
			yield* shell.say(`trap: usage: trap ${TRAP.usage}\n`);
			return 2;
		}
		const action = single ? '-' : (rest[0] as string);
		let status = 0;
		for (const spec of single ? rest : rest.slice(1)) {
			const name = trapName(spec, shell.mode.dialect !== 'dash');
			if (name === undefined) {
				if (shell.mode.dialect !== 'dash') status = yield* shell.fail('trap', `${spec}: invalid signal specification`);
				else {
					yield* shell.say(`trap: ${spec}: bad trap\n`);
					status = 1;
				}
			} else setTrap(shell, name, action);
		}
		return status;
	},
};

/** EXIT for 0; signals without SIG. */
function trapName(spec: string, isBash: boolean): string | undefined {
	const upper = spec.toUpperCase();
	if (spec === '0') return 'EXIT';
	if (PSEUDO.includes(upper)) return upper;
	if (!isBash && upper.startsWith('SIG')) return undefined;
	return parseSignal(spec) || (isBash ? realTimeSignal(upper) : undefined);
}

/** Signals that nobody sends here: their traps are kept and shown. */
function realTimeSignal(spec: string): string | undefined {
	const names = signalNames();
	const number = /^\d+$/.test(spec) ? Number(spec) : names.indexOf(`SIG${spec.replace(/^SIG/, '')}`) + 1;
	if (number < REAL_TIME_FIRST || number > names.length) return undefined;
	return names[number - 1]?.slice('SIG'.length) ?? String(number);
}

const REAL_TIME_FIRST = 32;

/** @param action '-' for the default, '' to ignore. */
export function setTrap(shell: Shell, name: string, action: string): void {
	shell.inheritedTraps = undefined;
	if (action === '-') shell.traps.delete(name);
	else shell.traps.set(name, action);
	if (name === 'EXIT' && action !== '' && action !== '-') catchFatalSignals(shell);
	if (PSEUDO.includes(name) || name === 'KILL' || name === 'STOP' || !Object.hasOwn(SIGNAL_NUMBERS, name)) return;
	const signal = name as SignalName;
	const own = shell.mode.interactive && !shell.isSubshell;
	if (action === '') shell.process.onSignal(signal, 'ignore');
	else if (action !== '-' || (own && signal === 'INT')) {
		shell.process.onSignal(signal, 'catch');
		shell.watchesSignals = true;
	} else if (own && INTERACTIVE_IGNORED.includes(signal)) shell.process.onSignal(signal, 'ignore');
	else restoreSignal(shell, signal);
}

function realTimeOrder(name: string): number {
	return /^\d+$/.test(name) ? Number(name) : signalNames().indexOf(`SIG${name}`) + 1;
}

/** What a trap can be set for, as `trap -p` lists it in POSIX mode. */
function everySignal(): string[] {
	const numbered = Array.from({ length: signalNames().length }, (_, at) => at + 1);
	const names = numbered.map((number) => signalNames()[number - 1]?.slice('SIG'.length) ?? String(number));
	return ['EXIT', ...names, 'DEBUG', 'ERR', 'RETURN'];
}

function* show(shell: Shell, given: readonly string[], prints: boolean): Task<number> {
	const names = given.length === 0 && prints && shell.options.set.posix && shell.isBash ? everySignal() : given;
	const traps = shell.inheritedTraps ?? shell.traps;
	const order = (name: string): number => {
		const pseudo = ['EXIT'].includes(name) ? 0 : PSEUDO.includes(name) ? 1000 + PSEUDO.indexOf(name) : -1;
		if (pseudo >= 0) return pseudo;
		return Object.hasOwn(SIGNAL_NUMBERS, name) ? SIGNAL_NUMBERS[name as SignalName] : realTimeOrder(name);
	};
	const wanted = names.map((name) => trapName(name, shell.isBash));
	const all =
		names.length === 0
			? [...traps.entries()].sort((a, b) => order(a[0]) - order(b[0]))
			: wanted.flatMap((name): [string, string][] => {
					const action = name === undefined ? undefined : traps.get(name);
					if (name === undefined) return [];
					// Of what has none a strict shell says that.
					if (action === undefined) return shell.options.set.posix ? [[name, '-']] : [];
					return [[name, action]];
				});
	const prefix = (name: string): string =>
		PSEUDO.includes(name) || /^\d/.test(name) || !shell.isBash || shell.options.set.posix ? name : `SIG${name}`;
	return yield* shell.print(
		'trap',
		all
			.map(([name, action]) => `trap -- ${action === '-' ? action : listQuote(shell, action)} ${prefix(name)}\n`)
			.join(''),
	);
}
