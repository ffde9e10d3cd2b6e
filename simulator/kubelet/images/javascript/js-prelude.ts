// What of the language and of Node's library is written in the language itself.

/** Methods that call functions of the program's. */
export const CORE = `
const hide = (target, methods) => {
	for (const name of Object.keys(methods)) Object.defineProperty(target, name, { value: methods[name] });
};
hide(Array.prototype, {
	forEach(f, self) { for (let i = 0; i < this.length; i++) f.call(self, this[i], i, this); },
	map(f, self) { const out = []; for (let i = 0; i < this.length; i++) out.push(f.call(self, this[i], i, this)); return out; },
	filter(f, self) { const out = []; for (let i = 0; i < this.length; i++) if (f.call(self, this[i], i, this)) out.push(this[i]); return out; },
	find(f) { for (let i = 0; i < this.length; i++) if (f(this[i], i, this)) return this[i]; },
	findIndex(f) { for (let i = 0; i < this.length; i++) if (f(this[i], i, this)) return i; return -1; },
	findLast(f) { for (let i = this.length - 1; i >= 0; i--) if (f(this[i], i, this)) return this[i]; },
	some(f) { for (let i = 0; i < this.length; i++) if (f(this[i], i, this)) return true; return false; },
	every(f) { for (let i = 0; i < this.length; i++) if (!f(this[i], i, this)) return false; return true; },
	reduce(f, ...first) {
		let i = 0;
		if (first.length === 0 && this.length === 0) throw new TypeError('Reduce of empty array with no initial value');
		let sum = first.length > 0 ? first[0] : this[i++];
		for (; i < this.length; i++) sum = f(sum, this[i], i, this);
		return sum;
	},
	reduceRight(f, ...first) { return this.slice().reverse().reduce(f, ...first); },
	flat(depth = 1) {
		const out = [];
		for (const each of this) { if (Array.isArray(each) && depth > 0) { for (const inner of each.flat(depth - 1)) out.push(inner); } else out.push(each); }
		return out;
	},
	flatMap(f) { return this.map(f).flat(); },
	toSorted(f) { return this.slice().sort(f); },
	toReversed() { return this.slice().reverse(); },
	*keys() { for (let i = 0; i < this.length; i++) yield i; },
	*values() { for (let i = 0; i < this.length; i++) yield this[i]; },
	*entries() { for (let i = 0; i < this.length; i++) yield [i, this[i]]; },
});
Object.defineProperty(Array.prototype, Symbol.iterator, { value: Array.prototype.values });
for (const { prototype } of [Map, Set]) {
	for (const name of ['keys', 'values', 'entries']) {
		const list = prototype[name];
		Object.defineProperty(prototype, name, { value: function* () { yield* list.call(this); } });
	}
	Object.defineProperty(prototype, Symbol.iterator, { value: prototype === Map.prototype ? prototype.entries : prototype.values });
}
hide(Array, { from(list, f) { const out = Array._list(list); return f ? out.map((each, i) => f(each, i)) : out; } });
hide(Map.prototype, { forEach(f) { for (const [key, value] of this) f(value, key, this); } });
hide(Set.prototype, { forEach(f) { for (const value of this) f(value, value, this); } });
hide(Promise.prototype, {
	finally(f) {
		return this.then((value) => Promise.resolve(f()).then(() => value), (error) => Promise.resolve(f()).then(() => { throw error; }));
	},
});
const collect = (list, finish) => new Promise((yes, no) => {
	const all = [...list], out = [];
	let left = all.length;
	if (left === 0) finish(out, yes, no);
	all.forEach((each, i) => {
		const put = (state, value) => { out[i] = { state, value }; if (--left === 0) finish(out, yes, no); };
		Promise.resolve(each).then((value) => put('fulfilled', value), (error) => put('rejected', error));
	});
});
hide(Promise, {
	all(list) {
		return new Promise((yes, no) => {
			const all = [...list];
			for (const each of all) Promise.resolve(each).catch(no);
			collect(all, (out) => { if (out.every((each) => each.state === 'fulfilled')) yes(out.map((each) => each.value)); });
		});
	},
	allSettled(list) {
		return collect(list, (out, yes) => yes(out.map(({ state, value }) => state === 'fulfilled' ? { status: state, value } : { status: state, reason: value })));
	},
	race(list) { return new Promise((yes, no) => { for (const each of list) Promise.resolve(each).then(yes, no); }); },
	any(list) {
		return new Promise((yes, no) => {
			const all = [...list];
			for (const each of all) Promise.resolve(each).then(yes, () => {});
			collect(all, (out) => { if (out.every((each) => each.state === 'rejected')) no(new AggregateError('All promises were rejected')); });
		});
	},
});
`;

/** Modules by name: each is the body of one. */
export const SOURCES: { readonly [name: string]: string } = {
	events: `
class EventEmitter {
	_listeners(name) {
		if (!this._events) Object.defineProperty(this, '_events', { value: new Map() });
		if (!this._events.has(name)) this._events.set(name, []);
		return this._events.get(name);
	}
	on(name, f) { this._listeners(name).push(f); return this; }
	addListener(name, f) { return this.on(name, f); }
	prependListener(name, f) { this._listeners(name).unshift(f); return this; }
	once(name, f) { const g = (...args) => { this.off(name, g); f.apply(this, args); }; g.listener = f; return this.on(name, g); }
	off(name, f) {
		const list = this._listeners(name), i = list.findIndex((each) => each === f || each.listener === f);
		if (i >= 0) list.splice(i, 1);
		return this;
	}
	removeListener(name, f) { return this.off(name, f); }
	removeAllListeners(name) { if (name !== undefined) this._listeners(name).length = 0; return this; }
	emit(name, ...args) {
		const list = this._listeners(name).slice();
		if (list.length === 0 && name === 'error') throw args[0] instanceof Error ? args[0] : new Error('Unhandled error. (' + args[0] + ')');
		for (const f of list) f.apply(this, args);
		return list.length > 0;
	}
	listenerCount(name) { return this._listeners(name).length; }
	listeners(name) { return this._listeners(name).slice(); }
	setMaxListeners() { return this; }
}
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.once = (emitter, name) => new Promise((yes, no) => { emitter.once(name, (...args) => yes(args)); if (name !== 'error') emitter.once('error', no); });
module.exports = EventEmitter;
`,
	path: `
const normalize = (path) => {
	const isAbsolute = path.startsWith('/'), out = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part === '..' && out.length > 0 && out[out.length - 1] !== '..') out.pop();
		else if (part !== '..' || !isAbsolute) out.push(part);
	}
	const tail = path.endsWith('/') && out.length > 0 ? '/' : '';
	return (isAbsolute ? '/' : '') + (out.join('/') || (isAbsolute ? '' : '.')) + tail;
};
const basename = (path, ext = '') => {
	const name = path.replace(/\\/+$/, '').split('/').pop();
	return ext !== '' && name.endsWith(ext) && name !== ext ? name.slice(0, -ext.length) : name;
};
const extname = (path) => { const name = basename(path), at = name.lastIndexOf('.'); return at <= 0 ? '' : name.slice(at); };
const dirname = (path) => { const at = path.replace(/\\/+$/, '').lastIndexOf('/'); return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at); };
const resolve = (...parts) => {
	let path = '';
	for (const part of parts.reverse()) { if (path.startsWith('/')) break; if (part) path = path === '' ? part : part + '/' + path; }
	if (!path.startsWith('/')) path = process.cwd() + '/' + path;
	return normalize(path).replace(/(.)\\/$/, '$1');
};
const relative = (from, to) => {
	const a = resolve(from).split('/'), b = resolve(to).split('/');
	let i = 0;
	while (i < a.length && i < b.length && a[i] === b[i]) i++;
	return [...a.slice(i).filter(Boolean).map(() => '..'), ...b.slice(i)].join('/');
};
const join = (...parts) => normalize(parts.filter(Boolean).join('/') || '.');
const parse = (path) => ({ root: path.startsWith('/') ? '/' : '', dir: dirname(path), base: basename(path), ext: extname(path), name: basename(path, extname(path)) });
module.exports = { normalize, basename, extname, dirname, resolve, relative, join, parse, sep: '/', delimiter: ':', isAbsolute: (path) => path.startsWith('/') };
module.exports.posix = module.exports;
`,
	querystring: `
const unescape = (text) => { try { return decodeURIComponent(text.replaceAll('+', ' ')); } catch { return text; } };
const parse = (text) => {
	const out = {};
	for (const pair of String(text).split('&')) {
		if (pair === '') continue;
		const at = pair.indexOf('='), key = unescape(at < 0 ? pair : pair.slice(0, at)), value = at < 0 ? '' : unescape(pair.slice(at + 1));
		out[key] = key in out ? [].concat(out[key], value) : value;
	}
	return out;
};
const stringify = (object) => Object.entries(object).map(([key, value]) => [].concat(value).map((each) => encodeURIComponent(key) + '=' + encodeURIComponent(each)).join('&')).join('&');
module.exports = { parse, stringify, decode: parse, encode: stringify, escape: encodeURIComponent, unescape };
`,
	url: `
const querystring = require('querystring');
class URLSearchParams {
	constructor(from = '') {
		Object.defineProperty(this, '_pairs', { value: [] });
		if (typeof from === 'string') for (const [key, value] of Object.entries(querystring.parse(from.replace(/^\\?/, '')))) for (const each of [].concat(value)) this._pairs.push([key, each]);
		else for (const [key, value] of Array.isArray(from) ? from : Object.entries(from)) this._pairs.push([key, String(value)]);
	}
	get(key) { const found = this._pairs.find(([name]) => name === key); return found ? found[1] : null; }
	getAll(key) { return this._pairs.filter(([name]) => name === key).map((pair) => pair[1]); }
	has(key) { return this._pairs.some(([name]) => name === key); }
	append(key, value) { this._pairs.push([key, String(value)]); }
	set(key, value) { this.delete(key); this.append(key, value); }
	delete(key) { const kept = this._pairs.filter(([name]) => name !== key); this._pairs.splice(0, this._pairs.length, ...kept); }
	entries() { return this._pairs.slice(); }
	keys() { return this._pairs.map((pair) => pair[0]); }
	values() { return this._pairs.map((pair) => pair[1]); }
	forEach(f) { for (const [key, value] of this._pairs) f(value, key, this); }
	*[Symbol.iterator]() { yield* this._pairs; }
	toString() { return this._pairs.map(([key, value]) => encodeURIComponent(key) + '=' + encodeURIComponent(value)).join('&'); }
}
const PORTS = { 'http:': '80', 'https:': '443' };
class URL {
	constructor(text, base) {
		let whole = String(text);
		if (base !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(whole)) {
			const from = new URL(String(base));
			whole = whole.startsWith('//') ? from.protocol + whole : from.origin + (whole.startsWith('/') ? whole : from.pathname.replace(/[^/]*$/, '') + whole);
		}
		const found = /^([a-z][a-z0-9+.-]*:)\\/\\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?#]*)(?::(\\d+))?([^?#]*)(\\?[^#]*)?(#.*)?$/i.exec(whole);
		if (!found) { const error = new TypeError('Invalid URL'); error.code = 'ERR_INVALID_URL'; error.input = whole; throw error; }
		this.protocol = found[1].toLowerCase(); this.username = found[2] || ''; this.password = found[3] || '';
		this.hostname = found[4].toLowerCase(); this.port = found[5] && found[5] !== PORTS[this.protocol] ? found[5] : '';
		this.pathname = require('path').normalize(found[6] || '/'); this.search = found[7] && found[7] !== '?' ? found[7] : ''; this.hash = found[8] || '';
		this.host = this.hostname + (this.port ? ':' + this.port : ''); this.origin = this.protocol + '//' + this.host;
		this.searchParams = new URLSearchParams(this.search);
	}
	get href() {
		const search = this.searchParams.toString(), user = this.username ? this.username + (this.password ? ':' + this.password : '') + '@' : '';
		return this.protocol + '//' + user + this.host + this.pathname + (search ? '?' + search : '') + this.hash;
	}
	toString() { return this.href; }
	toJSON() { return this.href; }
}
const parse = (text, withQuery = false) => {
	const found = /^(?:([a-z][a-z0-9+.-]*:)\\/\\/)?(?:([^@/?#]*)@)?([^:/?#]*)?(?::(\\d+))?([^?#]*)(\\?[^#]*)?(#.*)?$/i.exec(text);
	const isPath = !found[1], search = found[6] || null;
	const pathname = (isPath ? (found[3] || '') : '') + (found[5] || '') || null;
	return {
		protocol: found[1] || null, auth: found[2] || null, host: isPath ? null : found[3] + (found[4] ? ':' + found[4] : ''), port: found[4] || null,
		hostname: isPath ? null : found[3], hash: found[7] || null, search, query: withQuery ? querystring.parse(search ? search.slice(1) : '') : search ? search.slice(1) : null,
		pathname, path: (pathname || '') + (search || '') || null, href: text,
	};
};
module.exports = { URL, URLSearchParams, parse, format: (url) => String(url.href || url), fileURLToPath: (url) => String(url).replace(/^file:\\/\\//, ''), pathToFileURL: (path) => ({ href: 'file://' + path }) };
`,
	util: `
const { inspect, format } = require('_node');
const promisify = (f) => (...args) => new Promise((yes, no) => f(...args, (error, value) => error ? no(error) : yes(value)));
module.exports = {
	inspect, format, promisify, isDeepStrictEqual: (a, b) => JSON.stringify(a) === JSON.stringify(b),
	inherits(type, parent) { Object.setPrototypeOf(type.prototype, parent.prototype); type.super_ = parent; },
	types: {}, isArray: Array.isArray, deprecate: (f) => f,
};
`,
	assert: `
class AssertionError extends Error { constructor(message) { super(message); this.name = 'AssertionError'; this.code = 'ERR_ASSERTION'; } }
const fail = (message, usual) => { if (message instanceof Error) throw message; throw new AssertionError(message || usual); };
const assert = (value, message) => { if (!value) fail(message, 'The expression evaluated to a falsy value'); };
assert.ok = assert;
assert.equal = (a, b, message) => { if (a != b) fail(message, format(a) + ' == ' + format(b)); };
assert.strictEqual = (a, b, message) => { if (a !== b) fail(message, 'Expected values to be strictly equal:\\n\\n' + format(a) + ' !== ' + format(b) + '\\n'); };
assert.deepEqual = assert.deepStrictEqual = (a, b, message) => { if (JSON.stringify(a) !== JSON.stringify(b)) fail(message, 'Expected values to be strictly deep-equal'); };
assert.throws = (f, message) => { try { f(); } catch { return; } fail(undefined, 'Missing expected exception.'); };
const format = require('_node').inspect;
assert.AssertionError = AssertionError;
module.exports = assert;
`,
	'timers/promises': `
module.exports = { setTimeout: (ms, value) => new Promise((yes) => setTimeout(() => yes(value), ms)), setImmediate: (value) => new Promise((yes) => setImmediate(() => yes(value))) };
`,
	'fs/promises': `module.exports = require('fs').promises;`,
	timers: `module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };`,
	fs: `
const own = require('_fs');
const fs = { constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 }, promises: {} };
for (const name of Object.keys(own)) {
	const sync = own[name];
	fs[name + 'Sync'] = sync;
	fs.promises[name] = async (...args) => sync(...args);
	fs[name] = (...args) => {
		const done = args.pop();
		let error = null, value;
		try { value = sync(...args); } catch (failure) { error = failure; }
		setImmediate(() => name === 'exists' ? done(value) : error ? done(error) : done(null, value));
	};
}
fs.createWriteStream = (path) => { fs.writeFileSync(path, ''); return { write(text) { fs.appendFileSync(path, text); return true; }, end(text) { if (text) fs.appendFileSync(path, text); }, on() { return this; } }; };
fs.createReadStream = (path) => {
	const stream = new (require('events'))();
	setImmediate(() => { try { const data = fs.readFileSync(path); stream.emit('open'); stream.emit('data', data); stream.emit('end'); stream.emit('close'); } catch (error) { stream.emit('error', error); } });
	stream.pipe = (target) => { stream.on('data', (data) => target.write(data)); stream.on('end', () => target.end()); return target; };
	return stream;
};
module.exports = fs;
`,
};
