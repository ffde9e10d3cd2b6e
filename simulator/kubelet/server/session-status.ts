import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Numbers of a remote command's channels. */
export const CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/** What the error channel carries at the end. Models containerd's streamRuntime.Exec and its stream server ServeExec. */
export function exitStatus(exitCode: number, command: readonly string[]): Uint8Array {
	if (exitCode === 0) return encodeStatus({ metadata: {}, status: 'Success' });
	return encodeStatus({
		metadata: {},
		status: 'Failure',
		message: `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${exitCode}`,
		reason: 'NonZeroExitCode',
		details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
	});
}

/** The command could not be started at all. */
export function failureStatus(because: string): Uint8Array {
	return encodeStatus({
		metadata: {},
		status: 'Failure',
		message: `Internal error occurred: ${because}`,
		reason: 'InternalError',
		details: { causes: [{ message: because }] },
		code: 500,
	});
}

function encodeStatus(status: object): Uint8Array {
	return encodeUtf8(JSON.stringify(status));
}
