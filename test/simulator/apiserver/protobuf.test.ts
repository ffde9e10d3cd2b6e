import { expect, test } from 'vitest';
import { type TypeSchema, typeSchema } from '../../../simulator/api/schema/schema.ts';
import { messageToJson, readEnvelope } from '../../../simulator/apiserver/protobuf/decode-protobuf.ts';

const bytes = (...parts: (number | string | Uint8Array)[]): Uint8Array =>
	Uint8Array.from(
		parts.flatMap((part) =>
			typeof part === 'number' ? [part] : typeof part === 'string' ? [...Buffer.from(part)] : [...part],
		),
	);
/** A length-delimited field. */
const field = (number: number, content: string | Uint8Array): Uint8Array => {
	const body = typeof content === 'string' ? bytes(content) : content;
	return bytes((number << 3) | 2, body.length, body);
};
const varint = (number: number, value: number): Uint8Array => bytes(number << 3, value);
const decode = (name: string, message: Uint8Array): object => messageToJson(message, typeSchema(name) as TypeSchema);

test('the envelope names the kind', () => {
	const raw = field(1, 'x');
	const message = bytes('k8s\0', field(1, bytes(field(1, 'apps/v1'), field(2, 'Deployment'))), field(2, raw));
	expect(readEnvelope(message)).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', raw });
	expect(() => readEnvelope(bytes('{}'))).toThrow(
		'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
	);
});

test('messages become the JSON that means the same', () => {
	const metadata = field(
		1,
		bytes(
			field(1, 'a'),
			field(8, varint(1, 60)),
			field(11, bytes(field(1, 'app'), field(2, 'web'))),
			field(11, bytes(field(1, 'b'), field(2, ''))),
		),
	);
	expect(
		decode('io.k8s.api.core.v1.Secret', bytes(metadata, field(2, bytes(field(1, 'k'), field(2, bytes(0, 255)))))),
	).toEqual({
		metadata: { name: 'a', creationTimestamp: '1970-01-01T00:01:00Z', labels: { app: 'web', b: '' } },
		data: { k: 'AP8=' },
	});
});

test('embedded messages lie in the outer object, wrapped scalars are bare', () => {
	// A volume's source, a probe's handler, a port by name, a quantity.
	const volume = bytes(field(1, 'v'), field(2, field(2, field(1, 'Memory'))));
	const probe = bytes(
		field(1, field(2, bytes(field(1, '/'), field(2, bytes(varint(1, 1), varint(2, 0), field(3, 'http')))))),
		varint(3, 5),
	);
	const limits = field(8, field(1, bytes(field(1, 'cpu'), field(2, field(1, '100m')))));
	const container = bytes(field(1, 'c'), field(10, probe), limits, field(3, 'sh'), field(3, '-c'));
	expect(decode('io.k8s.api.core.v1.PodSpec', bytes(field(1, volume), field(2, container)))).toEqual({
		volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }],
		containers: [
			{
				name: 'c',
				command: ['sh', '-c'],
				livenessProbe: { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 },
				resources: { limits: { cpu: '100m' } },
			},
		],
	});
});
