import { layerFile, nodeAt } from '../../kernel/files/layer-files.ts';
import type { BaseNode, LayerStack } from '../../kernel/files/layer-stack.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import type { ImageVersion } from '../../kubelet/runtime/image.ts';
import { type ContainerRequest, EngineError, type MountRequest } from './container-request.ts';
import type { EngineMount } from './engine-container.ts';

export interface EngineVolume {
	readonly name: string;
	/** On the host. */
	readonly path: string;
	readonly labels: ReadonlyMap<string, string>;
	/** Nobody has named it: it goes with its container. */
	readonly anonymous: boolean;
	readonly createdAtMs: number;
}

/** The volumes of one engine: folders of the host. */
export class EngineVolumes {
	readonly #root: FileTree;
	readonly #folder: string;
	readonly #volumes = new Map<string, EngineVolume>();

	constructor(root: FileTree, folder: string) {
		this.#root = root;
		this.#folder = folder;
	}

	list(): readonly EngineVolume[] {
		return [...this.#volumes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	find(name: string): EngineVolume | undefined {
		return this.#volumes.get(name);
	}

	create(name: string, options: Omit<EngineVolume, 'name' | 'path'>): EngineVolume {
		const known = this.#volumes.get(name);
		if (known !== undefined) return known;
		if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
			throw new EngineError(
				'invalid',
				`create ${name}: ${JSON.stringify(name)} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
			);
		}
		const path = `${this.#folder}/volumes/${name}/_data`;
		this.#root.mkdir(path);
		const volume = { ...options, name, path };
		this.#volumes.set(name, volume);
		return volume;
	}

	/** Those of a snapshot: their files are the machine's. */
	restore(volumes: readonly EngineVolume[]): void {
		for (const volume of volumes) this.#volumes.set(volume.name, volume);
	}

	remove(name: string): void {
		if (!this.#volumes.delete(name)) return;
		this.#root.remove(`${this.#folder}/volumes/${name}`);
	}

	removeAnonymous(name: string): void {
		if (this.#volumes.get(name)?.anonymous === true) this.remove(name);
	}

	/** What a container is to see of the host. Throws EngineError. */
	prepare(request: ContainerRequest, image: ImageVersion, stack: LayerStack, newId: () => string): EngineMount[] {
		const asked = [...request.mounts];
		for (const target of image.config.volumes ?? []) {
			if (asked.some((each) => each.target === target)) continue;
			asked.push({ type: 'volume', source: '', target, readOnly: false, createsSource: true });
		}
		return asked.map((mount) => this.#prepared(mount, stack, newId));
	}

	#prepared(mount: MountRequest, stack: LayerStack, newId: () => string): EngineMount {
		const { type, target, readOnly } = mount;
		if (!target.startsWith('/')) {
			throw new EngineError(
				'invalid',
				`invalid volume specification: '${mount.source}:${target}': invalid mount config for type ${JSON.stringify(type)}: invalid mount path: '${target}' mount path must be absolute`,
			);
		}
		if (type === 'tmpfs') return { type, name: '', source: '', target, readOnly };
		if (type === 'bind') {
			this.#requireSource(mount);
			return { type, name: '', source: mount.source, target, readOnly };
		}
		const anonymous = mount.source === '';
		const volume = this.create(anonymous ? newId() : mount.source, { labels: new Map(), anonymous, createdAtMs: 0 });
		const content = nodeAt(stack, target);
		if (content !== undefined && (this.#root.list(volume.path) ?? []).length === 0) {
			this.#fill(volume.path, content);
		}
		return { type, name: volume.name, source: volume.path, target, readOnly };
	}

	#requireSource({ source, createsSource }: MountRequest): void {
		if (this.#root.list(source) !== undefined || this.#root.readFile(source) !== undefined) return;
		if (createsSource) this.#root.mkdir(source);
		else {
			throw new EngineError(
				'invalid',
				`invalid mount config for type "bind": bind source path does not exist: ${source}`,
			);
		}
	}

	/** A new volume begins with what the image has in its place. */
	#fill(path: string, node: BaseNode): void {
		const file = layerFile(path, node);
		if (file === undefined) return;
		const { type, mode, uid, gid } = file;
		if (type === 'symlink') this.#root.symlink(file.target ?? '', path);
		else if (type === 'file') this.#root.writeFile(path, file.data?.readAll() ?? '', { mode, uid, gid });
		else this.#root.mkdir(path, { mode, uid, gid });
		for (const [name, child] of node.children ?? []) this.#fill(`${path}/${name}`, child);
	}
}
