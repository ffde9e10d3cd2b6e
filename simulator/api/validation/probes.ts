import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { httpHeaderName, portName, portNumber } from '../../machinery/names.ts';
import type { Lifecycle, LifecycleHandler, Probe } from '../core/types/container.ts';
import { validateNonNegative } from './numbers.ts';

// Models pkg/apis/core/validation validateProbe, validateHandler, validateLifecycle.

export function validateProbes(
	container: { livenessProbe?: Probe; readinessProbe?: Probe; startupProbe?: Probe },
	graceSeconds: number | undefined,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
		const probe = container[field];
		if (probe === undefined) continue;
		const at = `${path}.${field}`;
		errors.push(...validateProbe(probe, graceSeconds, at));
		if (field === 'readinessProbe') {
			if (probe.terminationGracePeriodSeconds !== undefined) {
				errors.push(
					invalidValue(
						`${at}.terminationGracePeriodSeconds`,
						probe.terminationGracePeriodSeconds,
						'must not be set for readinessProbes',
					),
				);
			}
		} else if (probe.successThreshold !== 1) {
			errors.push(invalidValue(`${at}.successThreshold`, probe.successThreshold, 'must be 1'));
		}
	}
	return errors;
}

function validateProbe(probe: Probe, graceSeconds: number | undefined, path: string): FieldError[] {
	const errors = validateHandler(probe, graceSeconds, path);
	errors.push(
		...validateNonNegative(
			probe,
			['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'],
			path,
		),
	);
	const grace = probe.terminationGracePeriodSeconds;
	if (grace !== undefined && grace <= 0) {
		errors.push(invalidValue(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
	}
	return errors;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

function validateHandler(handler: Handler, graceSeconds: number | undefined, path: string): FieldError[] {
	const [first, ...more] = HANDLERS.filter((field) => handler[field] !== undefined);
	if (first === undefined) return [required(path, 'must specify a handler type')];
	const errors = validateAction(handler, first, graceSeconds, `${path}.${first}`);
	for (const field of more) {
		errors.push(forbiddenField(`${path}.${field}`, 'may not specify more than 1 handler type'));
	}
	return errors;
}

function validateAction(
	handler: Handler,
	type: (typeof HANDLERS)[number],
	graceSeconds: number | undefined,
	path: string,
): FieldError[] {
	switch (type) {
		case 'exec':
			return (handler.exec?.command ?? []).length === 0 ? [required(`${path}.command`)] : [];
		case 'httpGet':
			return handler.httpGet === undefined ? [] : validateHttpGet(handler.httpGet, path);
		case 'tcpSocket':
			return validatePort(handler.tcpSocket?.port ?? 0, `${path}.port`);
		case 'grpc':
			return validatePort(handler.grpc?.port ?? 0, `${path}.port`);
		case 'sleep': {
			const seconds = handler.sleep?.seconds ?? 0;
			if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
			const limits = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
			return [invalidValue(path, seconds, limits)];
		}
	}
}

const SCHEMES = ['HTTP', 'HTTPS'];

function validateHttpGet(action: NonNullable<Probe['httpGet']>, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (!action.path) errors.push(required(`${path}.path`));
	errors.push(...validatePort(action.port, `${path}.port`));
	if (!SCHEMES.includes(action.scheme ?? '')) errors.push(notSupported(`${path}.scheme`, action.scheme ?? '', SCHEMES));
	for (const { name } of action.httpHeaders ?? []) {
		for (const complaint of httpHeaderName(name)) errors.push(invalidValue(`${path}.httpHeaders`, name, complaint));
	}
	return errors;
}

/** Models ValidatePortNumOrName. */
export function validatePort(port: number | string, path: string): FieldError[] {
	const complaints = typeof port === 'number' ? portNumber(port) : portName(port);
	return complaints.map((complaint) => invalidValue(path, port, complaint));
}

export function validateLifecycle(lifecycle: Lifecycle, graceSeconds: number | undefined, path: string): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['postStart', 'preStop'] as const) {
		const handler = lifecycle[field];
		if (handler !== undefined) errors.push(...validateHandler(handler, graceSeconds, `${path}.${field}`));
	}
	return errors;
}
