import type { LimitRangeItem } from '../../api/core/types/object.ts';
import { compareQuantities, milliValue } from '../../machinery/quantity.ts';

type Amounts = { readonly [resource: string]: string };

/** What a LimitRange's item says of the requests and limits of a container, or of a whole Pod. */
export function checkLimits(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
	return [
		...each(item.min, (name, bound) => belowMin(item.type, name, bound, requests[name], limits[name])),
		...each(item.max, (name, bound) => aboveMax(item.type, name, bound, requests[name], limits[name])),
		...each(item.maxLimitRequestRatio, (name, bound) =>
			aboveRatio(item.type, name, bound, requests[name], limits[name]),
		),
	];
}

/** Of what has requests only: claims. */
export function checkRequests(item: LimitRangeItem, requests: Amounts): string[] {
	return [
		...each(item.min, (name, bound) => belowMin(item.type, name, bound, requests[name], undefined)),
		...each(item.max, (name, bound) => requestAboveMax(item.type, name, bound, requests[name])),
	];
}

function each(bounds: Amounts | undefined, check: (name: string, bound: string) => string | undefined): string[] {
	return Object.entries(bounds ?? {})
		.map(([name, bound]) => check(name, bound))
		.filter((complaint) => complaint !== undefined);
}

type Amount = string | undefined;

/** Models plugin/pkg/admission/limitranger minConstraint. */
function belowMin(type: string, name: string, min: string, request: Amount, limit: Amount): string | undefined {
	const rule = `minimum ${name} usage per ${type} is ${min}`;
	if (request === undefined) return `${rule}.  No request is specified`;
	if (compareQuantities(request, min) < 0) return `${rule}, but request is ${request}`;
	if (limit !== undefined && compareQuantities(limit, min) < 0) return `${rule}, but limit is ${limit}`;
	return undefined;
}

/** Models maxConstraint. */
function aboveMax(type: string, name: string, max: string, request: Amount, limit: Amount): string | undefined {
	const rule = `maximum ${name} usage per ${type} is ${max}`;
	if (limit === undefined) return `${rule}.  No limit is specified`;
	if (compareQuantities(limit, max) > 0) return `${rule}, but limit is ${limit}`;
	if (request !== undefined && compareQuantities(request, max) > 0) return `${rule}, but request is ${request}`;
	return undefined;
}

/** Models maxRequestConstraint. */
function requestAboveMax(type: string, name: string, max: string, request: Amount): string | undefined {
	const rule = `maximum ${name} usage per ${type} is ${max}`;
	if (request === undefined) return `${rule}.  No request is specified`;
	return compareQuantities(request, max) > 0 ? `${rule}, but request is ${request}` : undefined;
}

/** Models limitRequestRatioConstraint. */
function aboveRatio(type: string, name: string, most: string, request: Amount, limit: Amount): string | undefined {
	const rule = `${name} max limit to request ratio per ${type} is ${most}`;
	if (request === undefined || compareQuantities(request, '0') === 0) {
		return `${rule}, but no request is specified or request is 0`;
	}
	if (limit === undefined || compareQuantities(limit, '0') === 0) {
		return `${rule}, but no limit is specified or limit is 0`;
	}
	const ratio = milliValue(limit) / milliValue(request);
	return ratio * 1000 > milliValue(most) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}
