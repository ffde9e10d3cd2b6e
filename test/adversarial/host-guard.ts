import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';

/** What of Node's modules reaches the host. */
const MODULES: readonly (readonly [name: string, module: object])[] = [
	['child_process', childProcess],
	['dgram', dgram],
	['dns', dns],
	['fs', fs],
	['fs/promises', fs.promises],
	['http', http],
	['https', https],
	['net', net],
];

/** What the simulator is made of, the texts of fields for one, is read when it is first wanted. */
function isOwnPackage(path: unknown): boolean {
	return typeof path === 'string' && path.startsWith(`${process.cwd()}/node_modules/`) && !path.includes('..');
}

/** Names what is called of the host while it watches. */
export class HostGuard {
	#calls: string[] | undefined;

	/** Stands before Node's modules from now on. */
	constructor() {
		for (const [name, module] of MODULES) {
			for (const [member, original] of Object.entries(module)) {
				if (typeof original !== 'function' || /^[A-Z_]/.test(member)) continue;
				const guard = this;
				Object.assign(module, {
					[member](this: unknown, ...args: unknown[]) {
						if (!isOwnPackage(args[0])) guard.#note(`${name}.${member}`);
						return Reflect.apply(original, this, args);
					},
				});
			}
		}
		syncBuiltinESMExports();
	}

	#note(call: string): void {
		this.#calls?.push(call);
	}

	/** What was called while `work` ran. */
	watch(work: () => void): readonly string[] {
		this.#calls = [];
		try {
			work();
			return this.#calls;
		} finally {
			this.#calls = undefined;
		}
	}
}

const CANARY = 'HOST_CANARY_7f3a9c51';

/** Texts that nobody in a world may see. */
export function hostSecrets(): readonly string[] {
	process.env.KUBEDRILL_CANARY = CANARY;
	// A short name may be part of any text.
	const name = os.hostname().length < 6 ? [] : [os.hostname()];
	// Of a stack the files tell; a program of a world may print one of its own.
	return [CANARY, ...name, process.cwd(), process.execPath, 'node:internal'];
}
