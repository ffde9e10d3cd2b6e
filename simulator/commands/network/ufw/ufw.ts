import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readAll } from '../../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { bothVersions, columnsOf, commandOf, readRule, sameRule, type UfwRule } from './ufw-rule.ts';
import { applyState, type Policy, readState, type UfwState, writeState } from './ufw-state.ts';

const USAGE = `
Usage: ufw COMMAND

Commands:
 enable                          enables the firewall
 disable                         disables the firewall
 default ARG                     set default policy
 logging LEVEL                   set logging to LEVEL
 allow ARGS                      add allow rule
 deny ARGS                       add deny rule
 reject ARGS                     add reject rule
 limit ARGS                      add limit rule
 delete RULE|NUM                 delete RULE
 insert NUM RULE                 insert RULE at NUM
 prepend RULE                    prepend RULE
 route RULE                      add route RULE
 reload                          reload firewall
 reset                           reset firewall
 status                          show firewall status
 status numbered                 show firewall status as numbered list of RULES
 status verbose                  show verbose firewall status
 show ARG                        show firewall report
 version                         display version information

`;

/** Ubuntu's way to write packet filter rules. Models ufw 0.36.2. */
export const ufw = unixCommand({
	name: 'ufw',
	paths: ['/usr/sbin/ufw'],
	size: 4_975,
	*main(run) {
		const forced = run.args.includes('--force');
		const words = run.args.filter((word) => !word.startsWith('--'));
		const [verb, ...rest] = words;
		if (run.args.includes('--help') || verb === 'help') {
			yield* run.out.write(USAGE);
			return 0;
		}
		if (verb === 'version' || run.args.includes('--version')) {
			yield* run.out.write('ufw 0.36.2\nCopyright 2008-2023 Canonical Ltd.\n');
			return 0;
		}
		if (verb === undefined) throw new Exit(1, 'ERROR: not enough args\n');
		if (run.process.credentials.uid !== 0) throw new Exit(1, 'ERROR: You need to be root to run this script\n');
		return yield* new Firewall(run, yield* readState(run.process), forced).perform(verb, rest);
	},
});

class Firewall {
	readonly #run: UnixRun;
	readonly #state: UfwState;
	readonly #forced: boolean;

	constructor(run: UnixRun, state: UfwState, forced: boolean) {
		this.#run = run;
		this.#state = state;
		this.#forced = forced;
	}

	*perform(verb: string, rest: readonly string[]): Task<number> {
		switch (verb) {
			case 'enable':
				return yield* this.#switch(true);
			case 'disable':
				return yield* this.#switch(false);
			case 'reload':
				if (this.#state.isOn) applyState(this.#run.process, this.#state);
				return yield* this.#say(this.#state.isOn ? 'Firewall reloaded\n' : 'Firewall not enabled (skipping reload)\n');
			case 'reset':
				return yield* this.#reset();
			case 'status':
				return yield* this.#say(statusText(this.#state, rest[0]));
			case 'show':
				return yield* this.#say(addedText(this.#state));
			case 'logging':
				this.#state.logging = rest[0] === 'on' ? 'low' : (rest[0] ?? 'low');
				yield* writeState(this.#run.process, this.#state);
				return yield* this.#say(`Logging ${rest[0] === 'off' ? 'disabled' : 'enabled'}\n`);
			case 'default':
				return yield* this.#default(rest);
			case 'delete':
				return yield* this.#delete(rest);
			case 'insert':
				return yield* this.#insert(rest);
			case 'prepend':
				return yield* this.#add(readRule(rest), 1);
			case 'route':
				return yield* rest[0] === 'delete' ? this.#delete(rest.slice(1), true) : this.#add(readRule(rest, true));
			case 'app':
				return yield* this.#say('Available applications:\n  OpenSSH\n');
			case 'rule':
				return yield* this.#add(readRule(rest));
			default:
				return yield* this.#add(readRule([verb, ...rest]));
		}
	}

	*#say(text: string): Task<number> {
		yield* this.#run.out.write(text);
		return 0;
	}

	/** Asks where it might cut off who asks. */
	*#mayGoOn(question: string): Task<boolean> {
		if (this.#forced) return true;
		yield* this.#run.out.write(question);
		yield* this.#run.out.flush();
		const { process } = this.#run;
		const answer = decodeUtf8(process.isatty(0) ? yield* process.read(0, 256) : yield* readAll(process, 0));
		return /^y(?:es)?\s*$/im.test(answer.split('\n')[0] ?? '');
	}

	*#switch(isOn: boolean): Task<number> {
		const isRemote =
			this.#run.process.env.get('SSH_CONNECTION') !== undefined ||
			this.#run.process.env.get('SSH_CLIENT') !== undefined;
		const question = 'Command may disrupt existing ssh connections. Proceed with operation (y|n)? ';
		if (isOn && isRemote && !(yield* this.#mayGoOn(question))) return yield* this.#say('Aborted\n');
		this.#state.isOn = isOn;
		yield* this.#save();
		return yield* this.#say(
			isOn ? 'Firewall is active and enabled on system startup\n' : 'Firewall stopped and disabled on system startup\n',
		);
	}

	*#save(): Task<void> {
		yield* writeState(this.#run.process, this.#state);
		applyState(this.#run.process, this.#state);
	}

	*#reset(): Task<number> {
		const question =
			'Resetting all rules to installed defaults. This may disrupt existing ssh\nconnections. Proceed with operation (y|n)? ';
		if (!(yield* this.#mayGoOn(question))) return yield* this.#say('Aborted\n');
		this.#state.isOn = false;
		this.#state.rules = [];
		Object.assign(this.#state.policies, { incoming: 'deny', outgoing: 'allow', routed: 'deny' });
		yield* this.#save();
		return 0;
	}

	*#default([given = '', direction = 'incoming']: readonly string[]): Task<number> {
		if (!['allow', 'deny', 'reject'].includes(given)) throw new Exit(1, 'ERROR: Invalid syntax\n');
		const names: Readonly<Record<string, keyof UfwState['policies']>> = {
			incoming: 'incoming',
			input: 'incoming',
			outgoing: 'outgoing',
			output: 'outgoing',
			routed: 'routed',
			forward: 'routed',
		};
		const name = names[direction];
		if (name === undefined) throw new Exit(1, 'ERROR: Invalid syntax\n');
		this.#state.policies[name] = given as Policy;
		yield* writeState(this.#run.process, this.#state);
		if (this.#state.isOn) applyState(this.#run.process, this.#state);
		return yield* this.#say(
			`Default ${name} policy changed to '${given}'\n(be sure to update your rules accordingly)\n`,
		);
	}

	*#insert([place = '', ...words]: readonly string[]): Task<number> {
		const at = Number(place);
		if (!Number.isInteger(at) || at < 1 || at > this.#state.rules.length) {
			throw new Exit(1, `ERROR: Invalid position '${place}'\n`);
		}
		return yield* this.#add(readRule(words), at);
	}

	/** @param at from 1; absent: behind the others. */
	*#add(rule: UfwRule, at?: number): Task<number> {
		const { rules, isOn } = this.#state;
		let told = '';
		for (const each of bothVersions(rule)) {
			const v6 = each.isV6 ? ' (v6)' : '';
			if (rules.some((known) => sameRule(known, each))) {
				told += `Skipping adding existing rule${v6}\n`;
				continue;
			}
			// Another verdict about the same takes the rule's place.
			const same = rules.findIndex((known) => sameRule({ ...known, action: each.action }, each));
			if (same >= 0) rules[same] = each;
			else if (at === undefined || each.isV6) rules.push(each);
			else rules.splice(at - 1, 0, each);
			const verb = same >= 0 ? 'updated' : at === undefined ? 'added' : 'inserted';
			told += isOn ? `Rule ${verb}${v6}\n` : `Rules updated${v6}\n`;
		}
		rules.sort((a, b) => Number(a.isV6) - Number(b.isV6));
		yield* writeState(this.#run.process, this.#state);
		if (isOn) applyState(this.#run.process, this.#state);
		return yield* this.#say(told);
	}

	*#delete(words: readonly string[], isRouted = false): Task<number> {
		const [first = ''] = words;
		const { isOn } = this.#state;
		if (/^\d+$/.test(first) && words.length === 1) {
			const rule = this.#state.rules[Number(first) - 1];
			if (rule === undefined) throw new Exit(1, `ERROR: Could not find rule '${first}'\n`);
			const question = `Deleting:\n ${commandOf(rule)}\nProceed with operation (y|n)? `;
			if (!(yield* this.#mayGoOn(question))) return yield* this.#say('Aborted\n');
			this.#state.rules = this.#state.rules.filter((each) => each !== rule);
			yield* this.#saveRules();
			return yield* this.#say(isOn ? `Rule deleted${rule.isV6 ? ' (v6)' : ''}\n` : 'Rules updated\n');
		}
		let told = '';
		for (const each of bothVersions(readRule(words, isRouted))) {
			const v6 = each.isV6 ? ' (v6)' : '';
			const before = this.#state.rules.length;
			this.#state.rules = this.#state.rules.filter((known) => !sameRule(known, each));
			if (this.#state.rules.length === before) told += `Could not delete non-existent rule${v6}\n`;
			else told += isOn ? `Rule deleted${v6}\n` : `Rules updated${v6}\n`;
		}
		yield* this.#saveRules();
		return yield* this.#say(told);
	}

	*#saveRules(): Task<void> {
		yield* writeState(this.#run.process, this.#state);
		if (this.#state.isOn) applyState(this.#run.process, this.#state);
	}
}

function statusText({ isOn, rules, policies, logging }: UfwState, how: string | undefined): string {
	if (!isOn) return 'Status: inactive\n';
	const verbose = how === 'verbose';
	const numbered = how === 'numbered';
	const routed = policies.routed === 'deny' ? 'disabled' : policies.routed;
	const head = verbose
		? `Status: active\nLogging: ${logging === 'off' ? 'off' : `on (${logging})`}\nDefault: ${policies.incoming} (incoming), ${policies.outgoing} (outgoing), ${routed} (routed)\nNew profiles: skip\n`
		: 'Status: active\n';
	if (rules.length === 0) return head;
	const margin = numbered ? '     ' : '';
	const lines = rules.map((rule, index) => {
		const [to, action, from] = columnsOf(rule, verbose || numbered);
		const place = numbered ? `[${String(index + 1).padStart(2)}] ` : '';
		const note = rule.comment === '' ? '' : ` # ${rule.comment}`;
		const out = numbered && rule.direction === 'out' ? ' (out)' : '';
		return `${place}${to.padEnd(26)} ${action.padEnd(11)} ${from.padEnd(26)}${out}${note}\n`;
	});
	return `${head}\n${margin}${'To'.padEnd(26)} ${'Action'.padEnd(11)} From\n${margin}${'--'.padEnd(26)} ${'------'.padEnd(11)} ----\n${lines.join('')}\n`;
}

function addedText({ rules }: UfwState): string {
	const lines = rules.filter(({ isV6 }) => !isV6).map((rule) => `ufw ${commandOf(rule)}\n`);
	return `Added user rules (see 'ufw status' for running firewall):\n${lines.length === 0 ? '(None)\n' : lines.join('')}`;
}
