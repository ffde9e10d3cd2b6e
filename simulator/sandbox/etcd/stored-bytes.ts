import type { Kind } from '../../api/kind.ts';
import type { KindRegistry } from '../../api/kind-registry.ts';
import { typeSchema } from '../../api/schema/schema.ts';
import { applyDefaults, decodeValue } from '../../apiserver/decoding/decode-object.ts';
import { messageToJson, readEnvelope } from '../../apiserver/protobuf/decode-protobuf.ts';
import { encodeEnvelope } from '../../apiserver/protobuf/encode-protobuf.ts';
import { ProtobufError } from '../../apiserver/protobuf/protobuf-reader.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { sealed } from '../../machinery/ciphers/seal.ts';
import { apiVersionOf, type KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Entry } from '../../store/entry.ts';

const REGISTRY = '/registry/';

/** What is stored under a key that is none of the API server's. */
interface PlainValue {
	readonly plainBytes: string;
}

/** Values as etcd's clients see them: the API server's objects in the form in which it writes them. */
export class StoredBytes {
	readonly #kinds: KindRegistry;

	constructor(kinds: KindRegistry) {
		this.#kinds = kinds;
	}

	/** Models apiserver/pkg/storage/etcd3, --storage-media-type=application/vnd.kubernetes.protobuf. */
	encode({ key, value, modRevision, seal }: Pick<Entry, 'key' | 'value' | 'modRevision' | 'seal'>): Uint8Array {
		const plain = this.#encodePlain(key, value);
		return seal === undefined ? plain : sealed(seal, key, modRevision, plain);
	}

	#encodePlain(key: string, value: object): Uint8Array {
		const plain = (value as Partial<PlainValue>).plainBytes;
		if (plain !== undefined) return decodeBase64(plain);
		const object = withoutVersion(value as KubeObject);
		const kind = this.#kindOf(key);
		if (kind !== undefined && kind.custom === undefined) {
			const type = typeSchema(kind.schema);
			const apiVersion = apiVersionOf(kind.group, kind.version);
			const bytes = type === undefined ? undefined : encodeEnvelope(apiVersion, kind.kind, object, type);
			if (bytes !== undefined) return bytes;
		}
		return encodeUtf8(`${JSON.stringify(object)}\n`);
	}

	/**
	 * The value to store for what a client puts, given its revision. Undefined: the API server could not read it.
	 * Differs: etcd takes anything, and the API server then fails whenever it comes across it.
	 */
	decode(key: string, bytes: Uint8Array): ((revision: number) => object) | undefined {
		if (!key.startsWith(REGISTRY)) {
			const value: PlainValue = { plainBytes: encodeBase64(bytes) };
			return () => value;
		}
		const kind = this.#kindOf(key);
		const object = kind === undefined ? undefined : readObject(kind, bytes);
		if (kind === undefined || object === undefined || keyOf(kind, object) !== key) return undefined;
		if (typeof object.metadata.uid !== 'string') return undefined;
		return (revision) => ({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } });
	}

	#kindOf(key: string): Kind | undefined {
		if (!key.startsWith(REGISTRY)) return undefined;
		const path = key.slice(REGISTRY.length);
		return this.#kinds
			.all()
			.find(({ storedAs, storagePrefix }) => storedAs === undefined && path.startsWith(`${storagePrefix}/`));
	}
}

function keyOf(kind: Kind, { metadata }: KubeObject): string {
	const namespace = kind.namespaced ? `${metadata.namespace ?? ''}/` : '';
	return `${REGISTRY}${kind.storagePrefix}/${namespace}${metadata.name}`;
}

/** As the API server stores it, whatever form it came in: what differs would be written again and again. */
function readObject(kind: Kind, bytes: Uint8Array): KubeObject | undefined {
	try {
		const value = bytes[0] === MAGIC ? fromProtobuf(kind, bytes) : JSON.parse(decodeUtf8(bytes));
		const object = decodeValue(value, kind, 'Ignore', []);
		applyDefaults(kind, object);
		return typeof object.metadata?.name === 'string' ? object : undefined;
	} catch (error) {
		if (error instanceof ProtobufError || error instanceof SyntaxError || error instanceof ApiError) return undefined;
		throw error;
	}
}

/** The first byte of "k8s". */
const MAGIC = 0x6b;

function fromProtobuf(kind: Kind, bytes: Uint8Array): object | undefined {
	const type = typeSchema(kind.schema);
	const { apiVersion, kind: name, raw } = readEnvelope(bytes);
	return type === undefined ? undefined : { apiVersion, kind: name, ...messageToJson(raw, type) };
}

/** The version of an object is that of its key. */
function withoutVersion(object: KubeObject): object {
	const { resourceVersion: _, ...metadata } = object.metadata;
	return { ...object, metadata };
}
