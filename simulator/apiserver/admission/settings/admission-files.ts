import type { Task } from '../../../machinery/task.ts';

/** The server's way to the files that its flags name. Both throw SettingsError in Go's words. */
export interface AdmissionFiles {
	/** A whole file: "open /etc/x.yaml: no such file or directory". */
	read(path: string): Task<string>;
	/** What a kubeconfig's current context leads to. */
	kubeconfig(path: string): Task<BackendConnection>;
}

/** How somebody outside is reached, and how they know us. */
export interface BackendConnection {
	/** "https://images.example.com/policy". */
	readonly server: string;
	readonly serverName: string | undefined;
	readonly caPem: string | undefined;
	readonly insecure: boolean;
	readonly clientCertificatePem: string | undefined;
	readonly clientKeyPem: string | undefined;
	readonly token: string | undefined;
}
