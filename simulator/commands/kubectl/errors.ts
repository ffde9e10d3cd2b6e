import { TransportError } from '../../client/transport.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { ApiError } from '../../machinery/status.ts';
import { nothing, runToCompletion, type Task } from '../../machinery/task.ts';

/** Ends the command with a message (an "error: " is put before it unless it has one) and a status. */
export class CommandError extends Error {
	readonly exitCode: number;
	constructor(message: string, exitCode = 1) {
		super(message);
		this.name = 'CommandError';
		this.exitCode = exitCode;
	}
}

/** Ends the command with a message printed as it is. */
export class RawError extends CommandError {}

/** Ends the command without a message. */
export class SilentExit extends Error {
	readonly exitCode: number;
	constructor(exitCode = 1) {
		super(`exit ${exitCode}`);
		this.name = 'SilentExit';
		this.exitCode = exitCode;
	}
}

/** Several things went wrong. Models utilerrors.Aggregate. */
export class SeveralErrors extends Error {
	readonly errors: readonly Error[];
	constructor(errors: readonly Error[]) {
		super(aggregateText(errors.map(messageOf)));
		this.name = 'SeveralErrors';
		this.errors = errors;
	}
}

/** The server was not reached. */
export class ConnectionFailure extends Error {
	readonly host: string;
	readonly method: string;
	readonly url: string;
	readonly detail: string;
	constructor(host: string, method: string, url: string, detail: string) {
		super(`${method} "${url}": ${detail}`);
		this.name = 'ConnectionFailure';
		this.host = host;
		this.method = method;
		this.url = url;
		this.detail = detail;
	}
}

function aggregateText(messages: readonly string[]): string {
	const distinct = [...new Set(messages)];
	return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}

/** Throws what was gathered: nothing, the one error, or all of them. */
export function throwAll(errors: readonly Error[]): void {
	if (errors.length === 1) throw errors[0];
	if (errors.length > 1) throw new SeveralErrors(errors);
}

/** Whether the error is one that commands gather and report; others are bugs or the kernel's. */
export function isUserError(error: unknown): error is Error {
	return (
		error instanceof CommandError ||
		error instanceof SeveralErrors ||
		error instanceof ApiError ||
		error instanceof ConnectionFailure ||
		error instanceof TransportError
	);
}

/** An error's own text, without the prefix that the top level gives it. */
export function messageOf(error: Error): string {
	if (error instanceof SystemError) return goErrno(error);
	return error.message;
}

/** What the user sees of an error on stderr, with its newline. Models kubectl/pkg/cmd/util checkErr. */
export function describeError(error: Error): string {
	return runToCompletion(describeErrorInSteps(error, nothing));
}

/** The same of one that may have thousands of causes. @param pause called after so many of them. */
export function* describeErrorInSteps(error: Error, pause: (causes: number) => Task<void>): Task<string> {
	if (error instanceof RawError) return withNewline(error.message);
	if (error instanceof SeveralErrors) {
		const [only] = error.errors;
		if (error.errors.length === 1 && !(only instanceof SeveralErrors))
			return yield* describeErrorInSteps(only as Error, pause);
		return error.errors.map((each) => `${lineOf(each)}\n`).join('');
	}
	if (error instanceof ApiError && error.status.reason === 'Invalid') return yield* describeInvalid(error, pause);
	return withNewline(lineOf(error, true));
}

function lineOf(error: Error, prefix = false): string {
	if (error instanceof ApiError) return describeStatus(error);
	if (error instanceof ConnectionFailure) {
		if (error.detail.includes('connection refused')) {
			return `The connection to the server ${error.host} was refused - did you specify the right host or port?`;
		}
		return `Unable to connect to the server: ${error.detail}`;
	}
	const text = messageOf(error);
	return !prefix || text.startsWith('error: ') ? text : `error: ${text}`;
}

function describeStatus(error: ApiError): string {
	const { reason, message } = error.status;
	if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
	if (reason !== undefined) return `Error from server (${reason}): ${message}`;
	return `Error from server: ${message}`;
}

/** @param pause called after so many causes. */
function* describeInvalid(error: ApiError, pause: (causes: number) => Task<void>): Task<string> {
	const { details, message } = error.status;
	if (details === undefined) return `The request is invalid${message === undefined ? '' : `: ${message}`}\n`;
	const causes = new Set<string>();
	const pieces: string[] = [];
	let lines: string[] = [];
	for (const { field = '', message: text = '' } of details.causes ?? []) {
		const cause = `${field}: ${text}`;
		if (causes.has(cause)) continue;
		causes.add(cause);
		lines.push(`* ${cause}\n`);
		if (lines.length < CAUSES_A_STEP) continue;
		pieces.push(lines.join(''));
		lines = [];
		yield* pause(CAUSES_A_STEP);
	}
	pieces.push(lines.join(''));
	let head = 'The request is invalid';
	if (details.kind !== undefined || details.name !== undefined) {
		head = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`;
	} else if (message !== undefined && causes.size === 0) {
		head += `: ${message}`;
	}
	if (causes.size === 0) return `${head}\n`;
	return causes.size === 1 ? `${head}: ${[...causes][0]}\n` : `${head}: \n${pieces.join('')}`;
}

/** Put into words between two pauses. */
const CAUSES_A_STEP = 500;

function withNewline(text: string): string {
	return text.endsWith('\n') ? text : `${text}\n`;
}

/** An errno in Go's words: "no such file or directory". */
export function goErrno(error: SystemError): string {
	const text = errorMessage(error.errno);
	return text.charAt(0).toLowerCase() + text.slice(1);
}
