import { newWorld } from '../../sandbox/world-bench.ts';

/** What a script prints on the first host; what changes with every run is named. */
export function printed(script: string, setup?: string): string {
	const options = setup === undefined ? {} : { setup: [{ kind: 'script' as const, script: setup }] };
	const { stdout } = newWorld('docker', options).runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` });
	return stdout
		.replace(/\b[0-9a-f]{64}\b/g, 'ID')
		.replace(/\b[0-9a-f]{25}::[0-9a-f]{25}\b/g, 'REF')
		.replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12}\b/g, 'SHORT')
		.replace(/(\d+|About a|Less than a) (second|minute|hour|week|month)s? ago/g, 'AGO')
		.replace(/Up (\d+|About a|Less than a) (second|minute)s?/g, 'Up TIME')
		.replace(/^(#\d+ )\d+\.\d{3} /gm, '$1T ')
		.replace(/^\d+\.\d{3} /gm, 'T ')
		.replace(/DONE \d+\.\ds/g, 'DONE Ts')
		.replace(/ +$/gm, '');
}
