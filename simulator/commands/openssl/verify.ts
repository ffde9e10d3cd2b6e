import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Task } from '../../machinery/task.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { UnixRun } from '../unix-command.ts';
import { parseArguments } from './arguments.ts';
import { certificateOf, textOf } from './files.ts';
import { nameLine } from './names.ts';

/** `openssl verify`. Models apps/verify.c; what is wrong is told by the numbers of crypto/x509/x509_txt.c. */
export function* verify(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		'verify',
		{
			flags: 'show_chain partial_chain verbose help x509_strict no_check_time',
			values: 'CAfile CApath untrusted trusted purpose verify_hostname',
		},
		words,
	);
	const authorities: Certificate[] = [];
	for (const path of [...args.all('CAfile'), ...args.all('trusted')]) {
		authorities.push(...readCertificates(yield* textOf(run, path, 'certificates')));
	}
	const untrusted: Certificate[] = [];
	for (const path of args.all('untrusted')) {
		untrusted.push(...readCertificates(yield* textOf(run, path, 'certificates')));
	}
	let status = 0;
	for (const path of args.operands.length === 0 ? [undefined] : args.operands) {
		const certificate = yield* certificateOf(run, path, 'certificate file');
		const problem = problemOf(run, certificate, authorities, untrusted);
		const shown = path ?? 'stdin';
		if (problem === undefined) yield* run.out.write(`${shown}: OK\n`);
		else {
			const [code, depth, text] = problem;
			yield* run.say(
				`${nameLine(certificate.subject)}\nerror ${code} at ${depth} depth lookup: ${text}\nerror ${shown}: verification failed\n`,
			);
			status = 2;
		}
	}
	return status;
}

export function problemOf(
	run: UnixRun,
	certificate: Certificate,
	roots: readonly Certificate[],
	intermediates: readonly Certificate[],
): readonly [code: number, depth: number, text: string] | undefined {
	const hostCalls = run.process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
	const options = { roots, intermediates, atMs: run.process.now(), usage: 'any' } as const;
	const problem = verifyCertificate(certificate, options, hostCalls);
	if (problem === undefined || problem.includes('key usage')) return undefined;
	if (problem.includes('is after')) return [10, 0, 'certificate has expired'];
	if (problem.includes('is before')) return [9, 0, 'certificate is not yet valid'];
	const isOwn = certificate.rawIssuer.every((byte, at) => byte === certificate.rawSubject[at]);
	if (isOwn && certificate.rawIssuer.length === certificate.rawSubject.length)
		return [18, 0, 'self-signed certificate'];
	if (/verification (error|failure)/.test(problem)) return [7, 0, 'certificate signature failure'];
	return [20, 0, 'unable to get local issuer certificate'];
}
