import { createHash } from 'node:crypto';

/**
 * Names of the machines that the questions of a sitting are answered on, in the questions' order: "cka4183". They follow
 * from the mock alone, so that the machines of a mock are made once and copied for everyone.
 */
export function examHosts(exam: string, mock: string, questions: number): string[] {
	const hosts = new Set<string>();
	for (let index = 0; hosts.size < questions; index++) {
		const number = createHash('sha256').update(`${mock}/${index}`).digest().readUInt32BE() % 9_000;
		hosts.add(`${exam}${1_000 + number}`);
	}
	return [...hosts];
}

/** Whether a machine is the one that a question is answered on, or one of its cluster's others. */
export function isOf(machine: string, host: string): boolean {
	return machine === host || machine.startsWith(`${host}-`);
}
