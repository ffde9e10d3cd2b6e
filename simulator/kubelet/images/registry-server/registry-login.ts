import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../../kernel/serving/http-server.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import { isBcryptOf } from '../../../machinery/bcrypt/bcrypt.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { refusal } from './registry-handler.ts';

/** Lets in who is in a file of bcrypt passwords, read when somebody comes. Models registry/auth/htpasswd. */
export class RegistryLogin {
	readonly #process: Process;
	readonly #realm: string;
	readonly #path: string;
	/** Who has been let in, by what he has shown and the file's line: that takes long. */
	readonly #known = new Set<string>();

	constructor(process: Process) {
		this.#process = process;
		this.#realm = process.env.get('REGISTRY_AUTH_HTPASSWD_REALM') ?? 'basic-realm';
		this.#path = process.env.get('REGISTRY_AUTH_HTPASSWD_PATH') ?? '';
	}

	/** Undefined of a registry that lets everybody in. */
	static of(process: Process): RegistryLogin | undefined {
		const { env } = process;
		const isAsked = env.get('REGISTRY_AUTH') === 'htpasswd' || env.has('REGISTRY_AUTH_HTPASSWD_PATH');
		return isAsked ? new RegistryLogin(process) : undefined;
	}

	/** The answer to who is not let in. */
	*refuse(request: HttpRequest): Task<HttpAnswer | undefined> {
		const shown = /^Basic (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
		if (shown !== undefined && (yield* this.#isKnown(shown))) return undefined;
		const detail = [{ Type: 'registry', Class: '', Name: 'catalog', Action: '*' }];
		const isCatalog = request.target.startsWith('/v2/_catalog');
		const answer = refusal(401, 'UNAUTHORIZED', 'authentication required', isCatalog ? detail : null);
		const challenge = ['Www-Authenticate', `Basic realm=${JSON.stringify(this.#realm)}`] as const;
		return { ...answer, headers: [...answer.headers, challenge] };
	}

	*#isKnown(shown: string): Task<boolean> {
		const text = decodeUtf8(decodeBase64(shown));
		const colon = text.indexOf(':');
		const user = text.slice(0, Math.max(0, colon));
		const line = (yield* this.#lines()).find((each) => each.startsWith(`${user}:`));
		if (colon < 0 || line === undefined) return false;
		const key = `${shown} ${line}`;
		if (this.#known.has(key)) return true;
		const digest = line.slice(user.length + 1).trim();
		if (!(yield* isBcryptOf(text.slice(colon + 1), digest, () => this.#process.tick(1_000)))) return false;
		this.#known.add(key);
		return true;
	}

	*#lines(): Task<readonly string[]> {
		try {
			return decodeUtf8(yield* readWholeFile(this.#process, this.#path)).split('\n');
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return [];
		}
	}
}
