import { expect, test } from 'vitest';
import { ConditionBudget, compileCondition } from '../../../../simulator/commands/falco/condition/compile-condition.ts';
import { eventTypesOf } from '../../../../simulator/commands/falco/condition/event-types.ts';
import { ConditionError } from '../../../../simulator/commands/falco/condition/expression.ts';
import { parseCondition } from '../../../../simulator/commands/falco/condition/parse-condition.ts';
import { EventViews } from '../../../../simulator/commands/falco/event-view.ts';
import type { EventView } from '../../../../simulator/commands/falco/fields/field.ts';
import { expandLists, withExceptions } from '../../../../simulator/commands/falco/rules/expand-condition.ts';
import { LoadContext } from '../../../../simulator/commands/falco/rules/load-result.ts';
import { compileOutput } from '../../../../simulator/commands/falco/rules/output-format.ts';
import { ROOT_CREDENTIALS } from '../../../../simulator/kernel/capabilities.ts';
import type { Process } from '../../../../simulator/kernel/process-api.ts';
import type { Task } from '../../../../simulator/machinery/task.ts';
import { bench } from '../../kernel/kernel-bench.ts';

/** The last event of these calls, as falco on the same machine sees it. */
function viewOf(calls: (process: Process) => Task<void>): EventView {
	const { start, run } = bench();
	let view: EventView | undefined;
	start(
		function* (process) {
			const views = new EventViews(process, true);
			process.traceCalls({ wants: () => true, onEvent: (event) => (view = views.of(event)) });
			yield* process.sleep(1000);
			return 0;
		},
		{ credentials: ROOT_CREDENTIALS },
	);
	start(
		function* (process) {
			yield* process.sleep(10);
			process.mkdir('/etc', 0o755);
			yield* calls(process);
			return 0;
		},
		{ credentials: ROOT_CREDENTIALS, argv: ['/usr/bin/editor', '-w', 'two words'], cwd: '/' },
	);
	run(500);
	if (view === undefined) throw new Error('nothing was traced');
	return view;
}

const OPENED = viewOf(function* (process) {
	yield* process.open('/etc/../etc/shadow', { write: true, create: true, truncate: true }, 0o640);
});
const CONNECTED = viewOf(function* (process) {
	try {
		yield* process.connect('127.0.0.1', 9);
	} catch {}
});

function answer(condition: string, view: EventView): boolean | string {
	try {
		return compileCondition(parseCondition(condition), () => undefined, new ConditionBudget())(view);
	} catch (error) {
		if (error instanceof ConditionError) return error.message;
		throw error;
	}
}

test.each<readonly [condition: string, expected: boolean | string]>([
	['evt.type = openat', true],
	['evt.type in (open, openat) and evt.is_open_write=true', true],
	['not evt.is_open_write = false', true],
	['evt.type != openat or not(evt.failed=true)', true],
	['fd.name = /etc/shadow and fd.nameraw = "/etc/../etc/shadow"', true],
	['fd.directory=/etc and fd.filename = shadow', true],
	['fd.name pmatch (/usr, /etc)', true],
	['fd.name pmatch (/et)', false],
	['fd.name startswith /etc and fd.name endswith dow', true],
	["fd.name glob '/e*/sh?dow'", true],
	['fd.name regex /e.c/sh.*', true],
	['fd.name regex shad', false],
	['proc.name icontains EDIT', true],
	['toupper(proc.name) = EDITOR', true],
	['len(proc.name) = 6', true],
	['proc.cmdline = "editor -w two words"', true],
	["proc.args contains 'two words'", true],
	['proc.aname exists', true],
	['container.id = host and container.image.repository exists', false],
	['container.image.repository != nginx', false],
	['proc.tty != 0', false],
	['user.uid < 1 and user.name=root', true],
	['evt.arg.flags contains O_TRUNC and evt.arg[flags] contains O_CREAT', true],
	['proc.name = val(proc.name)', true],
	['evt.dir = <', true],
	['proc.duration <= 5000000000', true],
	['proc.nme = x', 'filter_check called with nonexistent field proc.nme'],
	['evt.arg = x', 'filter_check called with nonexistent field evt.arg'],
	['evt.type = opn', 'unknown event type opn'],
	['proc.pid contains 1', "filter error: 'contains' operator not supported for numeric filters"],
	['proc.pid = x', 'x is not a valid number'],
	['evt.failed = maybe', 'filter error: unrecognized boolean value maybe'],
	['(proc.name = a', "expected a ')' token"],
	['proc.name = a proc.pname = b', "unexpected token after 'a', expecting 'or', 'and'"],
	['proc.name = a and', "expected blank or '(' after 'and'"],
	['proc.name = a and ', "expected a '(' token, a field check, or an identifier"],
	['some_macro', "Undefined macro 'some_macro' used in filter."],
])('of opening a file: %s', (condition, expected) => {
	expect(answer(condition, OPENED)).toBe(expected);
});

test.each<readonly [condition: string, expected: boolean]>([
	['evt.type=connect and fd.typechar=4 and fd.sport = 9 and fd.l4proto=tcp', true],
	['fd.sip = 127.0.0.1 and fd.snet in (10.0.0.0/8, 127.0.0.0/8)', true],
	['fd.net != "127.0.0.0/8"', false],
	['fd.ip != "0.0.0.0"', true],
	['fd.rport in (8, 9) and fd.rip.name exists', false],
	['evt.res = ECONNREFUSED and evt.rawres = -111 and evt.failed = true', true],
])('of connecting: %s', (condition, expected) => {
	expect(answer(condition, CONNECTED)).toBe(expected);
});

test.each([
	['evt.type = execve', 'execve'],
	['not evt.type != execve', 'execve'],
	['(evt.type in (open, openat) and proc.name=a) or evt.type=connect', 'connect open openat'],
	['proc.name = a and evt.type = setuid', 'setuid'],
	['evt.type = execve and evt.type = connect', ''],
])('%s can hold for %s', (condition, expected) => {
	expect([...eventTypesOf(parseCondition(condition), () => undefined)].sort().join(' ')).toBe(expected);
});

test('lists stand for their items, and exceptions come behind', () => {
	const lists = {
		items: new Map([
			['shells', ['sh', 'two words']],
			['none', []],
		]),
		used: new Set<string>(),
	};
	expect(expandLists('proc.name in (shells, none, x) and proc.args in (none)', lists).replace(/ +/g, ' ')).toBe(
		'proc.name in ( sh, "two words" , x) and proc.args in ( )',
	);
	expect([...lists.used]).toEqual(['shells', 'none']);
	const context = LoadContext.ofFile('x');
	expect(
		withExceptions('a', [
			{ name: 'one', fields: 'proc.name', comparisons: 'in', values: ['x', 'y z'], context },
			{
				name: 'two',
				fields: ['proc.name', 'fd.name'],
				comparisons: ['=', 'in'],
				values: [
					['b', ['/c', '/d']],
					['e', '/f'],
				],
				context,
			},
		]),
	).toBe(
		'(a) and not (proc.name in (x, "y z")) and not (( proc.name = b and  fd.name in (/c, /d)) or ( proc.name = e and  fd.name in (/f)))',
	);
});

test('an output shows fields, cut to a width, and what is not there', () => {
	const output = compileOutput('%evt.type,%3proc.name|%10proc.name|%container.image.tag %proc.aname[0] (%fd.name).');
	expect(output.text(OPENED)).toBe('openat,edi|editor    |<NA> editor (/etc/shadow).');
	expect(() => compileOutput('ends with %')).toThrow('invalid formatting syntax: formatting cannot end with a %');
	expect(() => compileOutput('%no.such')).toThrow('unknown filter: ');
});
