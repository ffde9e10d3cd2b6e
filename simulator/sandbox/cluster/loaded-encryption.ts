import { SettingsError } from '../../apiserver/admission/settings/settings-error.ts';
import type { EncryptionRules } from '../../apiserver/encryption/encryption-rules.ts';
import { readEncryption } from '../../apiserver/encryption/read-encryption.ts';
import type { EncryptionPort } from '../../apiserver/encryption/storage-encryption.ts';
import type { Process } from '../../kernel/process-api.ts';
import { klogLine } from '../../kubelet/images/programs/component-program.ts';
import { readWholeFile } from '../../kubelet/images/programs/read-file.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { unreadable } from '../command-lines/named-files.ts';

/** Models encryptionconfig/controller EncryptionConfigFileChangePollDuration. */
const POLL_MS = 60_000;

/** The rules of an API server's file of --encryption-provider-config, as it has them now. */
export class LoadedEncryption implements EncryptionPort {
	/** --encryption-provider-config-automatic-reload. */
	readonly reloads: boolean;
	readonly #path: string;
	#text: string;
	#rules: EncryptionRules;

	/** Throws SettingsError. */
	static *load(process: Process, path: string, reloads: boolean): Task<LoadedEncryption> {
		const text = yield* readText(process, path);
		return new LoadedEncryption(path, text, readEncryption(text, path), reloads);
	}

	private constructor(path: string, text: string, rules: EncryptionRules, reloads: boolean) {
		this.#path = path;
		this.#text = text;
		this.#rules = rules;
		this.reloads = reloads;
	}

	get rules(): EncryptionRules {
		return this.#rules;
	}

	/** A part of the server's process. Models encryptionconfig/controller DynamicEncryptionConfigContent.Run. */
	*follow(process: Process): Task<void> {
		for (;;) {
			yield* process.sleep(POLL_MS);
			try {
				const text = yield* readText(process, this.#path);
				if (text === this.#text) continue;
				this.#rules = readEncryption(text, this.#path);
				this.#text = text;
			} catch (error) {
				if (!(error instanceof SettingsError)) throw error;
				const reason = `error processing encryption config file ${this.#path}: ${error.message}`;
				const line = `"Unhandled Error" err=${JSON.stringify(reason)} logger="UnhandledError"`;
				yield* process.write(2, encodeUtf8(klogLine(process.now(), process.pid, 'E', 'controller.go:171', line)));
			}
		}
	}
}

function* readText(process: Process, path: string): Task<string> {
	const problem = unreadable(process, path);
	if (problem === undefined) return decodeUtf8(yield* readWholeFile(process, path));
	const where = `error reading encryption provider configuration file ${JSON.stringify(path)}`;
	throw new SettingsError(`error while parsing file: error while loading file: ${where}: ${problem}`);
}
