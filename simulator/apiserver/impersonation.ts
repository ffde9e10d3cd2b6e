import { badRequest } from '../machinery/status.ts';
import type { AuthorizationAttributes } from './authorization/authorizer.ts';
import type { ApiRequest, UserInfo } from './request.ts';

const EXTRA = 'impersonate-extra-';
const AUTHENTICATION = 'authentication.k8s.io';

/** One thing that a request wants to be taken for. */
interface Wish {
	readonly kind: 'ServiceAccount' | 'User' | 'Group' | 'UserExtra' | 'UID';
	readonly namespace: string;
	readonly name: string;
	readonly extraKey: string;
}

/**
 * As whom a request is served: its own user, or whom its headers name, each part of which that user must be allowed to
 * "impersonate". Throws ApiError. Models apiserver/pkg/endpoints/filters WithImpersonation.
 * @param authorize throws the refusal.
 */
export function impersonated(
	request: ApiRequest,
	user: UserInfo,
	authorize: (user: UserInfo, asked: Omit<AuthorizationAttributes, 'user'>) => void,
): UserInfo {
	const wishes = wishesOf(request.headers);
	if (wishes.length === 0) return user;
	for (const wish of wishes) authorize(user, attributesOf(wish));
	const [who] = wishes as [Wish, ...Wish[]];
	const isAccount = who.kind === 'ServiceAccount';
	const name = isAccount ? `system:serviceaccount:${who.namespace}:${who.name}` : who.name;
	const groups = wishes.filter(({ kind }) => kind === 'Group').map((each) => each.name);
	if (groups.length === 0 && isAccount) {
		groups.push('system:serviceaccounts', `system:serviceaccounts:${who.namespace}`);
	}
	addStanding(groups, name);
	const uid = wishes.find(({ kind }) => kind === 'UID')?.name;
	const extra = extraOf(wishes);
	return { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

/** Whether somebody is known is said by the groups, unless they say it already. */
function addStanding(groups: string[], name: string): void {
	const [known, unknown] = ['system:authenticated', 'system:unauthenticated'];
	if (name === 'system:anonymous') {
		if (!groups.includes(unknown)) groups.push(unknown);
	} else if (!groups.includes(known) && !groups.includes(unknown)) groups.push(known);
}

function extraOf(wishes: readonly Wish[]): UserInfo['extra'] {
	const extra = new Map<string, string[]>();
	for (const { kind, extraKey, name } of wishes) {
		if (kind === 'UserExtra') extra.set(extraKey, [...(extra.get(extraKey) ?? []), name]);
	}
	return extra.size === 0 ? undefined : Object.fromEntries(extra);
}

function wishesOf(headers: ApiRequest['headers']): Wish[] {
	const wishes: Wish[] = [];
	const add = (kind: Wish['kind'], name: string, more: Partial<Wish> = {}): void => {
		wishes.push({ kind, name, namespace: '', extraKey: '', ...more });
	};
	const user = headers.get('impersonate-user') ?? '';
	const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
	if (account !== null) add('ServiceAccount', account[2] as string, { namespace: account[1] as string });
	else if (user !== '') add('User', user);
	for (const group of valuesOf(headers.get('impersonate-group'))) add('Group', group);
	for (const [header, value] of headers) {
		if (!header.startsWith(EXTRA)) continue;
		const extraKey = unescaped(header.slice(EXTRA.length));
		for (const each of valuesOf(value)) add('UserExtra', each, { extraKey });
	}
	const uid = headers.get('impersonate-uid') ?? '';
	if (uid !== '') add('UID', uid);
	if (user === '' && wishes.length > 0) {
		throw badRequest(`requested [${wishes.map(goReference).join(' ')}] without impersonating a user`);
	}
	return wishes;
}

/** A header that came several times is joined with commas. */
function valuesOf(header: string | undefined): string[] {
	return (header ?? '')
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
}

function unescaped(key: string): string {
	return /%(?![0-9a-f]{2})/i.test(key)
		? key
		: key.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)).toLowerCase());
}

/** As Go's %v prints an ObjectReference. */
function goReference({ kind, name, extraKey }: Wish): string {
	const isOfAuthentication = kind === 'UserExtra' || kind === 'UID';
	return `{${kind}  ${name}  ${isOfAuthentication ? `${AUTHENTICATION}/v1` : ''}  ${extraKey}}`;
}

function attributesOf({ kind, namespace, name, extraKey }: Wish): Omit<AuthorizationAttributes, 'user'> {
	const isOfAuthentication = kind === 'UserExtra' || kind === 'UID';
	return {
		isResourceRequest: true,
		path: '',
		verb: 'impersonate',
		apiGroup: isOfAuthentication ? AUTHENTICATION : '',
		apiVersion: isOfAuthentication ? 'v1' : '',
		namespace,
		resource: kind === 'UserExtra' ? 'userextras' : `${kind.toLowerCase()}s`,
		subresource: extraKey,
		name,
	};
}
