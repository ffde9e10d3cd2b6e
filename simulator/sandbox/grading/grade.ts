import type { KubeObject } from '../../machinery/meta.ts';
import type { Fault } from '../faults.ts';
import type {
	Check,
	CheckResult,
	CommandCheck,
	Evidence,
	ForkAction,
	RequestCheck,
	Task,
	TaskResult,
} from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import { diagnoseService } from './diagnose-service.ts';
import { evidence } from './evidence.ts';
import { checkObject } from './object-check.ts';
import { patternMatches } from './pattern-matches.ts';

/** What grading may ask of a world. Everything but `reader`, `readFile` and `allowed` is done to a fork. */
export interface Gradable {
	readonly reader: ClusterReader;
	readFile(host: string | undefined, path: string): string | undefined;
	allowed(question: Extract<Check, { type: 'can' }>): boolean;
	fork(): GradableFork;
}

export interface GradableFork extends Gradable {
	/** Runs a bash script as root on a host until it ends (or its time is up: exit code 124). */
	runScript(host: string | undefined, script: string): { exitCode: number; stdout: string; stderr: string };
	/** One HTTP GET from a Pod or host. `error` when no answer came; undefined asker when no such Pod runs. */
	request(check: RequestCheck): { status: number; body: string } | { error: string } | 'no-asker';
	inflict(fault: Fault): void;
	advance(seconds: number): void;
}

/** Grades tasks against a world without touching it. The same world gives the same results. */
export function gradeTasks(world: Gradable, tasks: readonly Task[]): TaskResult[] {
	const steps = gradeSteps(world, tasks);
	for (;;) {
		const { done, value } = steps.next();
		if (done === true) return value;
	}
}

/** The same a little at a time: a step is a check that was tried out. The world must stay as it is until the last. */
export function gradeSteps(world: Gradable, tasks: readonly Task[]): Generator<void, TaskResult[]> {
	let shared: GradableFork | undefined;
	const copies: Copies = {
		shared: () => {
			shared ??= world.fork();
			return shared;
		},
		fresh: () => world.fork(),
	};
	return gradeInPasses(world, copies, tasks);
}

/**
 * As `gradeSteps`, of a world that is thrown away afterwards: what is asked of copies is asked of it itself as long as
 * nothing has been done to it, which spares one.
 * @param fork a copy of the world as it was when this was called.
 */
export function gradeAndSpend(
	world: GradableFork,
	fork: () => GradableFork,
	tasks: readonly Task[],
): Generator<void, TaskResult[]> {
	let spent = false;
	const spend = (): GradableFork => {
		spent = true;
		return world;
	};
	return gradeInPasses(world, { shared: spend, fresh: () => (spent ? fork() : spend()) }, tasks);
}

/** First what only looks, then what is done to the shared copy, then what wants a copy of its own. */
function* gradeInPasses(world: Gradable, copies: Copies, tasks: readonly Task[]): Generator<void, TaskResult[]> {
	const results = new Map<Check, CheckResult>();
	const checks = tasks.flatMap((task) => task.checks);
	const passes = [
		checks.filter((check) => !needsFork(check)),
		checks.filter((check) => needsFork(check) && check.type !== 'fork'),
		checks.filter((check) => check.type === 'fork'),
	];
	for (const check of passes.flat()) {
		results.set(check, gradeCheck(world, copies, check));
		if (needsFork(check)) yield;
	}
	return tasks.map((task) => {
		const own = task.checks.map((check) => results.get(check) as CheckResult);
		return { id: task.id, passed: own.every((each) => each.passed), checks: own };
	});
}

/** Copies of the world: one that requests and commands share, and a fresh one for each check that does something to it. */
interface Copies {
	shared(): GradableFork;
	fresh(): GradableFork;
}

/** Whether grading this check needs a fork, which costs a replay. */
export function needsFork(check: Check): boolean {
	return check.type === 'request' || check.type === 'command' || check.type === 'fork';
}

function gradeCheck(world: Gradable, copies: Copies, check: Check): CheckResult {
	const chain = evidenceAgainst(world, copies, check);
	return { id: check.id, passed: chain.length === 0, evidence: chain };
}

function evidenceAgainst(world: Gradable, copies: Copies, check: Check): Evidence[] {
	switch (check.type) {
		case 'object':
			return checkObject(world.reader, check);
		case 'file':
			return checkFile(world, check);
		case 'can':
			return checkPermission(world, check);
		case 'request':
			return checkRequest(copies.shared(), check);
		case 'command':
			return checkCommand(copies.shared(), check);
		case 'fork':
			return checkFork(copies.fresh(), check);
	}
}

function checkFile(world: Gradable, check: Extract<Check, { type: 'file' }>): Evidence[] {
	const content = world.readFile(check.host, check.path);
	const { path } = check;
	if (check.exists === false) return content === undefined ? [] : [evidence('file-present', { path })];
	if (content === undefined) return [evidence('file-missing', { path })];
	if (check.equals !== undefined && content.trimEnd() !== check.equals.trimEnd()) {
		return [evidence('file-holds', { path, actual: excerpt(content) })];
	}
	if (check.contains !== undefined && !content.includes(check.contains)) {
		return [evidence('file-differs', { path, expected: check.contains, actual: excerpt(content) })];
	}
	if (check.matches !== undefined && !patternMatches(check.matches, content)) {
		// A pattern for the whole file is an answer to be found: told, there would be nothing left to find.
		if (/^\^.*\$$/s.test(check.matches)) return [evidence('file-holds', { path, actual: excerpt(content) })];
		return [evidence('file-differs', { path, expected: `/${check.matches}/`, actual: excerpt(content) })];
	}
	return [];
}

function checkPermission(world: Gradable, check: Extract<Check, { type: 'can' }>): Evidence[] {
	if (world.allowed(check) === check.allowed) return [];
	const values = { user: check.as, verb: check.verb, resource: check.resource, namespace: check.namespace ?? '' };
	return [evidence(check.allowed ? 'permission-denied' : 'permission-granted', values)];
}

function checkRequest(fork: GradableFork, check: RequestCheck): Evidence[] {
	const answer = fork.request(check);
	const { url } = check;
	if (answer === 'no-asker') return [evidence('asker-missing', { selector: check.from?.selector ?? '' })];
	if ('error' in answer) {
		if (check.reachable === false) return [];
		return [evidence('request-failed', { url, error: answer.error }), ...behindUrl(fork.reader, check)];
	}
	if (check.reachable === false) return [evidence('request-reached', { url, status: answer.status })];
	if (check.status !== undefined && check.status !== answer.status) {
		return [evidence('request-status', { url, expected: check.status, actual: answer.status })];
	}
	if (check.bodyMatches !== undefined && !patternMatches(check.bodyMatches, answer.body)) {
		return [evidence('request-body', { url, expected: `/${check.bodyMatches}/`, actual: excerpt(answer.body) })];
	}
	return [];
}

interface ServiceName {
	readonly name: string;
	readonly namespace: string;
}

/** The Services that a host may belong to, the likeliest first: `web`, `web.shop` and `db-0.db`, `db-0.db.shop`, each with `.svc…`. */
function servicesOf(host: string, own: string): readonly ServiceName[] {
	if (/^[\d.]+$/.test(host)) return [];
	const labels = host.split('.');
	const svc = labels.indexOf('svc', 2);
	const [first = '', second, third] = svc === -1 ? labels : labels.slice(0, svc);
	if (second === undefined) return [{ name: first, namespace: own }];
	if (third !== undefined) return [{ name: second, namespace: third }];
	const named = { name: first, namespace: second };
	return svc === -1 ? [named, { name: second, namespace: own }] : [named];
}

function isNamed(name: string): (object: KubeObject) => boolean {
	return ({ metadata }) => metadata.name === name;
}

/** The Service that a URL names, by DNS name or cluster IP, and what is wrong with it. */
function behindUrl(reader: ClusterReader, check: RequestCheck): Evidence[] {
	const host = /^[a-z]+:\/\/([^/:]+)/.exec(check.url)?.[1];
	if (host === undefined) return [];
	const services = reader.list('v1', 'Service', '');
	const own = check.from?.namespace ?? 'default';
	const at = ({ name, namespace }: ServiceName) =>
		services.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
	const byAddress = services.find((each) => (each as { spec?: { clusterIP?: string } }).spec?.clusterIP === host);
	const named = servicesOf(host, own);
	const service = byAddress ?? named.map(at).find((each) => each !== undefined);
	if (service !== undefined) return diagnoseService(reader, service);
	const [likely] = named;
	if (likely === undefined) return [];
	// `example.com` is of the world outside, unless somebody has a namespace `com`.
	const isInside = host.includes('.svc') || reader.list('v1', 'Namespace', '').some(isNamed(likely.namespace));
	return isInside ? [evidence('object-missing', { kind: 'Service', ...likely })] : [];
}

function checkCommand(fork: GradableFork, check: CommandCheck): Evidence[] {
	const result = fork.runScript(check.host, check.run);
	const values = { command: check.run, output: excerpt(result.stderr === '' ? result.stdout : result.stderr) };
	const expected = check.exitCode ?? 0;
	if (result.exitCode !== expected) {
		return [evidence('command-exit', { ...values, expected, actual: result.exitCode })];
	}
	if (check.stdoutMatches !== undefined && !patternMatches(check.stdoutMatches, result.stdout)) {
		return [
			evidence('command-output', { ...values, expected: `/${check.stdoutMatches}/`, actual: excerpt(result.stdout) }),
		];
	}
	return [];
}

function checkFork(fork: GradableFork, check: Extract<Check, { type: 'fork' }>): Evidence[] {
	for (const action of check.do) act(fork, action);
	// What the inner checks ask of this fork is asked of it itself: nobody needs it afterwards.
	const itself: Copies = { shared: () => fork, fresh: () => fork };
	for (const inner of check.then) {
		const chain = evidenceAgainst(fork, itself, inner);
		if (chain.length > 0)
			return [evidence('after-action', { actions: check.do.map(describeAction).join('; ') }), ...chain];
	}
	return [];
}

function act(fork: GradableFork, action: ForkAction): void {
	if (action.action === 'run') fork.runScript(action.host, action.script);
	else if (action.action === 'fault') fork.inflict(action.fault);
	else fork.advance(action.seconds);
}

function describeAction(action: ForkAction): string {
	if (action.action === 'run') return action.script.trim();
	if (action.action === 'advance') return `+${action.seconds}s`;
	const { fault, ...of } = action.fault;
	return `${fault} ${Object.values(of).join(' ')}`;
}

function excerpt(text: string): string {
	const trimmed = text.trim();
	return trimmed.length > 200 ? `${trimmed.slice(0, 200)}…` : trimmed;
}
