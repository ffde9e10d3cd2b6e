import { rawWords } from './dockerfile.ts';
import type { StageState } from './stage.ts';
import type { Step } from './voice.ts';

/** How BuildKit's history calls an instruction. Models frontend/dockerfile/dockerfile2llb commitToHistory's callers. */
export function buildKitHistory({ node, text }: Step, { config, args }: StageState, argv: readonly string[]): string {
	const list = (words: readonly string[] | undefined): string =>
		`[${(words ?? []).map((word) => JSON.stringify(word)).join(' ')}]`;
	switch (node.name) {
		case 'RUN': {
			const declared = [...args].filter(([name]) => !config.env.some(([each]) => each === name));
			const prefix =
				declared.length === 0
					? ''
					: `|${declared.length} ${declared.map(([name, value]) => `${name}=${value}`).join(' ')} `;
			return `RUN ${prefix}${argv.join(' ')} # buildkit`;
		}
		case 'COPY':
		case 'ADD':
			return `${node.name} ${[...node.flags.map(([flag, value]) => `--${flag}=${value}`).filter((flag) => !flag.startsWith('--from')), ...rawWords(node)].join(' ')} # buildkit`;
		case 'CMD':
			return `CMD ${list(config.cmd)}`;
		case 'ENTRYPOINT':
			return `ENTRYPOINT ${list(config.entrypoint)}`;
		case 'WORKDIR':
			return `WORKDIR ${config.workingDir}`;
		case 'EXPOSE':
			return `EXPOSE [${rawWords(node)
				.map((port) => (port.includes('/') ? port : `${port}/tcp`))
				.join(' ')}]`;
		case 'VOLUME':
			return `VOLUME [${rawWords(node).join(' ')}]`;
		case 'SHELL':
			return `SHELL [${(config.shell ?? []).join(' ')}]`;
		default:
			return text;
	}
}

/** How buildah's history calls an instruction. */
export function buildahHistory({ node }: Step, { config, args }: StageState, argv: readonly string[]): string {
	const nop = (text: string): string => `/bin/sh -c #(nop) ${text}`;
	const list = (words: readonly string[] | undefined): string =>
		`[${(words ?? []).map((word) => JSON.stringify(word)).join(', ')}]`;
	switch (node.name) {
		case 'RUN': {
			const declared = [...args].filter(([name]) => !config.env.some(([each]) => each === name));
			const prefix =
				declared.length === 0
					? ''
					: `|${declared.length} ${declared.map(([name, value]) => `${name}=${value}`).join(' ')} `;
			return `${prefix}${argv.join(' ')}`;
		}
		case 'CMD':
			return nop(`CMD ${list(config.cmd)}`);
		case 'ENTRYPOINT':
			return nop(`ENTRYPOINT ${list(config.entrypoint)}`);
		case 'WORKDIR':
			return nop(`WORKDIR ${config.workingDir}`);
		default:
			return nop(`${node.name} ${node.rest}`);
	}
}
