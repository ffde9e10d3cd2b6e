import type { Transport } from '../../client/transport.ts';
import type { Machine } from '../../kernel/machine-api.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Task } from '../../machinery/task.ts';
import type { TlsWish } from '../../machinery/tls/cipher-suites.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { KubeletConfiguration } from '../configuration.ts';
import { SELF_SIGNED_CERTIFICATE } from '../images/programs/self-signed-certificate.ts';
import { type KubeletLog, noLog } from '../kubelet-log.ts';
import {
	type AccessChoice,
	KubeletAccess,
	type KubeletUser,
	USUAL_ACCESS,
	type WantedAccess,
} from './kubelet-access.ts';

/** Made by the kubelet itself, signed by nobody whom anybody knows. */
const SELF_MADE = '/var/lib/kubelet/pki/kubelet.crt';
/** What the cluster's authority has signed for it. */
const SIGNED = '/var/lib/kubelet/pki/kubelet-server-current.pem';

export interface KubeletDoorOptions {
	readonly nodeName: string;
	/** As the node: who asks the kubelet is known by the API server. */
	readonly transport: Transport;
	readonly machine: Pick<Machine, 'root' | 'port'>;
	readonly loop: EventLoop;
	readonly configuration: KubeletConfiguration;
	/** As its flags and its file said when it started. */
	readonly choice: AccessChoice;
	readonly log: KubeletLog;
}

/** How somebody shows who they are. */
export interface ShownIdentity {
	readonly certificatePem?: string | undefined;
	readonly authorization?: string | undefined;
}

/** Why somebody is not let in: an HTTP status and its text. */
export interface Refusal {
	readonly status: number;
	readonly message: string;
}

interface DoorKeeper extends Pick<KubeletDoorOptions, 'transport' | 'machine'> {
	readonly facts: { readonly name: string };
	readonly context: { readonly loop: EventLoop };
	readonly access?: AccessChoice;
	readonly log?: KubeletLog;
}

export function kubeletDoor(of: DoorKeeper, configuration: KubeletConfiguration): KubeletDoor {
	const { facts, context, access = USUAL_ACCESS, log = noLog, transport, machine } = of;
	const { loop } = context;
	return new KubeletDoor({ nodeName: facts.name, transport, machine, loop, configuration, choice: access, log });
}

/** What the kubelet's own port shows those who come, and who of them is let in. Models pkg/kubelet/server Server.InstallAuthFilter. */
export class KubeletDoor {
	readonly #options: KubeletDoorOptions;
	#access: KubeletAccess | undefined;

	constructor(options: KubeletDoorOptions) {
		this.#options = options;
	}

	get port(): number {
		return this.#options.configuration.port;
	}

	/**
	 * Its chain, leaf first, as the file is now; undefined: what it asked to have signed is not there yet.
	 * Models cmd/kubelet/app/server.go InitializeTLS.
	 */
	get certificatePem(): string | undefined {
		const { tlsCertFile, tlsPrivateKeyFile, serverTLSBootstrap } = this.#options.configuration;
		if (serverTLSBootstrap) return this.#text(SIGNED);
		const path = tlsCertFile === '' || tlsPrivateKeyFile === '' ? SELF_MADE : tlsCertFile;
		return this.#text(path) ?? SELF_SIGNED_CERTIFICATE;
	}

	/** Versions and ciphers of TLS that it speaks. */
	get tls(): TlsWish {
		const { tlsMinVersion, tlsCipherSuites } = this.#options.configuration;
		return { minVersion: tlsMinVersion, suites: tlsCipherSuites };
	}

	/** Undefined: let in. */
	*admit(shown: ShownIdentity, wanted: WantedAccess): Task<Refusal | undefined> {
		this.#access ??= this.#newAccess();
		const user = yield* this.#access.authenticate(shown, this.#options.loop.now());
		if (user === undefined) return { status: 401, message: 'Unauthorized' };
		switch (yield* this.#access.authorize(user, wanted)) {
			case 'allowed':
				return undefined;
			case 'denied':
				return { status: 403, message: `Forbidden (${described(user, wanted)})` };
			case 'unknown':
				return { status: 500, message: `Authorization error (${described(user, wanted)})` };
		}
	}

	#newAccess(): KubeletAccess {
		const { transport, nodeName, choice, machine, configuration, loop, log } = this.#options;
		const { clientCaFile, ...rest } = choice;
		const clientCa = clientCaFile === '' ? undefined : this.#text(clientCaFile);
		const { cacheAuthorizedTTL, cacheUnauthorizedTTL } = configuration;
		return new KubeletAccess({
			transport,
			node: nodeName,
			settings: { ...rest, clientCa, cacheAuthorizedTTL, cacheUnauthorizedTTL },
			hostCalls: machine.port<HostCalls>('host-calls'),
			now: () => loop.now(),
			onUnknown: (reason) => {
				const text = `"Unable to authenticate the request due to an error" err=${JSON.stringify(reason)}`;
				log('E', 'server.go:309', text);
			},
		});
	}

	#text(path: string): string | undefined {
		const content = this.#options.machine.root.readFile(path);
		return content === undefined ? undefined : decodeUtf8(content);
	}
}

function described({ username }: KubeletUser, { verb, subresources }: WantedAccess): string {
	return `user=${username}, verb=${verb}, resource=nodes, subresource(s)=[${subresources.join(' ')}]`;
}
