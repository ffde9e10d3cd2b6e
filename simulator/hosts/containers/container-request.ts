import type { SignalName } from '../../kernel/process-api.ts';
import type { Healthcheck } from '../../kubelet/runtime/image.ts';

/** Everything that can be asked of a new container. */
export interface ContainerRequest {
	/** Undefined: the engine makes one up. */
	readonly name: string | undefined;
	/** As it was typed. */
	readonly image: string;
	/** In place of the image's; [''] takes it away. */
	readonly entrypoint: readonly string[] | undefined;
	readonly command: readonly string[];
	readonly env: readonly (readonly [string, string])[];
	readonly labels: ReadonlyMap<string, string>;
	readonly user: string | undefined;
	readonly workingDir: string | undefined;
	readonly hostname: string | undefined;
	readonly tty: boolean;
	readonly stdin: boolean;
	readonly mounts: readonly MountRequest[];
	readonly ports: readonly PortRequest[];
	/** Publishes what the image exposes, too. */
	readonly publishAll: boolean;
	/** "bridge", "host", "none", "container:NAME" or networks that were made. */
	readonly networks: readonly string[];
	readonly aliases: readonly string[];
	readonly address: string | undefined;
	readonly restart: { readonly policy: 'no' | 'always' | 'on-failure' | 'unless-stopped'; readonly retries: number };
	readonly autoRemove: boolean;
	readonly memoryBytes: number | undefined;
	readonly cpuMillicores: number | undefined;
	readonly readOnly: boolean;
	readonly capAdd: readonly string[];
	readonly capDrop: readonly string[];
	readonly privileged: boolean;
	readonly noNewPrivileges: boolean;
	readonly hostPid: boolean;
	readonly groups: readonly number[];
	readonly stopSignal: SignalName | undefined;
	readonly stopTimeoutSeconds: number | undefined;
	/** Lines of /etc/hosts: address and name. */
	readonly extraHosts: readonly (readonly [string, string])[];
	readonly dns: readonly string[];
	readonly healthcheck: Healthcheck | undefined;
	/** Of the Pod it belongs to (podman). */
	readonly pod: string | undefined;
}

export interface MountRequest {
	readonly type: 'bind' | 'volume' | 'tmpfs';
	/** A path of the host, or a volume's name; '' for a volume without one. */
	readonly source: string;
	readonly target: string;
	readonly readOnly: boolean;
	/** A path of the host that is missing is made (`-v`) or refused (`--mount`). */
	readonly createsSource: boolean;
}

export interface PortRequest {
	/** '' for all. */
	readonly hostAddress: string;
	/** 0: one that is free. */
	readonly hostPort: number;
	readonly containerPort: number;
	readonly protocol: 'tcp' | 'udp';
}

/** What the engine refuses: the daemon's words without anything before them. */
export class EngineError extends Error {
	/** What went wrong, for who words it or chooses an exit status by it. */
	readonly kind: EngineErrorKind;

	constructor(kind: EngineErrorKind, message: string) {
		super(message);
		this.kind = kind;
	}
}

export type EngineErrorKind =
	| 'no-container'
	| 'no-image'
	| 'no-network'
	| 'no-volume'
	| 'name-taken'
	| 'conflict'
	| 'not-found'
	| 'not-executable'
	| 'denied'
	| 'unauthorized'
	| 'port-taken'
	| 'invalid'
	| 'other';
