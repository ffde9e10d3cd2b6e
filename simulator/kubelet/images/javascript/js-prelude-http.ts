// Servers and clients, in the language itself.

export const HTTP_SOURCES: { readonly [name: string]: string } = {
	http: `
const EventEmitter = require('events');
const { listen, close, fetch: send } = require('_http');
const STATUS_CODES = require('_http').statusCodes;
class IncomingMessage extends EventEmitter {
	constructor(fields) {
		super();
		const { body, ...rest } = fields;
		Object.assign(this, rest);
		Object.defineProperty(this, '_body', { value: body });
		this.httpVersion = '1.1';
		this.socket = { remoteAddress: fields.remoteAddress, remotePort: fields.remotePort, localPort: fields.localPort, destroy() {}, setTimeout() {} };
		this.connection = this.socket;
		this.complete = false;
	}
	on(name, f) {
		super.on(name, f);
		if ((name === 'data' || name === 'end' || name === 'readable') && !this._flows) {
			Object.defineProperty(this, '_flows', { value: true });
			setImmediate(() => this._flow());
		}
		return this;
	}
	_flow() {
		if (this._body.length > 0) this.emit('data', this._encoding ? this._body.toString(this._encoding) : this._body);
		this.complete = true;
		this.emit('end');
		this.emit('close');
	}
	setEncoding(encoding) { Object.defineProperty(this, '_encoding', { value: encoding }); return this; }
	resume() { return this.on('data', () => {}); }
	pause() { return this; }
	destroy() { return this; }
	pipe(target) { this.on('data', (data) => target.write(data)); this.on('end', () => target.end && target !== process.stdout && target.end()); return target; }
	async *[Symbol.asyncIterator]() { if (this._body.length > 0) yield this._encoding ? this._body.toString(this._encoding) : this._body; }
}
class ServerResponse extends EventEmitter {
	constructor(request, answer) {
		super();
		this.req = request;
		this.statusCode = 200;
		this.statusMessage = undefined;
		this.headersSent = false;
		this.writableEnded = false;
		this.finished = false;
		Object.defineProperty(this, '_headers', { value: new Map() });
		Object.defineProperty(this, '_parts', { value: [] });
		Object.defineProperty(this, '_answer', { value: answer });
	}
	setHeader(name, value) {
		if (this.headersSent) { const error = new Error('Cannot set headers after they are sent to the client'); error.code = 'ERR_HTTP_HEADERS_SENT'; throw error; }
		this._headers.set(String(name).toLowerCase(), [name, value]);
		return this;
	}
	getHeader(name) { const found = this._headers.get(String(name).toLowerCase()); return found && found[1]; }
	getHeaders() { return Object.fromEntries([...this._headers].map(([name, pair]) => [name, pair[1]])); }
	hasHeader(name) { return this._headers.has(String(name).toLowerCase()); }
	removeHeader(name) { this._headers.delete(String(name).toLowerCase()); }
	writeHead(status, reason, headers) {
		if (this.headersSent) { const error = new Error('Cannot write headers after they are sent to the client'); error.code = 'ERR_HTTP_HEADERS_SENT'; throw error; }
		this.statusCode = status;
		if (typeof reason === 'string') this.statusMessage = reason;
		else headers = reason;
		if (Array.isArray(headers)) for (let i = 0; i < headers.length; i += 2) this.setHeader(headers[i], headers[i + 1]);
		else for (const [name, value] of Object.entries(headers || {})) this.setHeader(name, value);
		this.headersSent = true;
		return this;
	}
	flushHeaders() { this.headersSent = true; }
	write(data, encoding) {
		if (this.writableEnded) { const error = new Error('write after end'); error.code = 'ERR_STREAM_WRITE_AFTER_END'; this.emit('error', error); return false; }
		if (typeof data !== 'string' && !Buffer.isBuffer(data)) {
			const error = new TypeError('The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ' + (data === null ? 'null' : typeof data === 'object' ? 'an instance of ' + data.constructor.name : 'type ' + typeof data + ' (' + data + ')'));
			error.code = 'ERR_INVALID_ARG_TYPE';
			throw error;
		}
		this.headersSent = true;
		this._parts.push(Buffer.from(data));
		return true;
	}
	end(data, encoding, done) {
		if (typeof data === 'function') { done = data; data = undefined; }
		if (this.writableEnded) return this;
		const isChunked = this.headersSent;
		if (data !== undefined && data !== null) this.write(data);
		this.headersSent = true;
		this.writableEnded = true;
		this.finished = true;
		const headers = [];
		for (const [name, value] of this._headers.values()) for (const each of [].concat(value)) headers.push([String(name), String(each)]);
		this._answer(this.statusCode, this.statusMessage || STATUS_CODES[this.statusCode] || 'unknown', headers, Buffer.concat(this._parts), isChunked);
		setImmediate(() => { this.emit('finish'); this.emit('close'); if (typeof done === 'function') done(); });
		return this;
	}
}
class Server extends EventEmitter {
	constructor(handler) { super(); if (handler) this.on('request', handler); this.listening = false; }
	listen(...args) {
		const done = typeof args[args.length - 1] === 'function' ? args.pop() : undefined;
		let [port, host] = args;
		if (typeof port === 'object' && port !== null) { host = port.host; port = port.port; }
		if (typeof host !== 'string') host = undefined;
		if (done) this.once('listening', done);
		const accept = (fields, answer) => {
			const request = new IncomingMessage(fields), response = new ServerResponse(request, answer);
			this.emit('request', request, response);
		};
		try { this._address = listen(Number(port) || 0, host, accept); this.listening = true; setImmediate(() => this.emit('listening')); }
		catch (error) { setImmediate(() => this.emit('error', error)); }
		return this;
	}
	address() { return this.listening ? this._address : null; }
	close(done) { if (this.listening) close(this._address); this.listening = false; setImmediate(() => { this.emit('close'); if (done) done(); }); return this; }
	closeAllConnections() {}
	closeIdleConnections() {}
	setTimeout() { return this; }
	unref() { return this; }
}
class ClientRequest extends EventEmitter {
	constructor(options, done) { super(); Object.defineProperty(this, '_parts', { value: [] }); this._options = options; if (done) this.once('response', done); }
	write(data) { this._parts.push(Buffer.from(data)); return true; }
	setHeader(name, value) { this._options.headers[name] = value; }
	setTimeout() { return this; }
	destroy() { return this; }
	abort() {}
	end(data) {
		if (data) this.write(data);
		const { hostname, port, method, path, headers } = this._options;
		send({ hostname, port, method, path, headers, body: Buffer.concat(this._parts) }, (error, fields) => {
			if (error) this.emit('error', error);
			else this.emit('response', new IncomingMessage(fields));
		});
		return this;
	}
}
const request = (usualPort) => (target, options, done) => {
	if (typeof options === 'function') { done = options; options = {}; }
	let from = target;
	if (typeof target === 'string') from = new (require('url').URL)(target);
	const at = from.pathname !== undefined ? { hostname: from.hostname, port: from.port, path: from.pathname + (from.search || '') } : { ...from };
	const all = { method: 'GET', path: '/', ...at, ...options };
	const hostname = all.hostname || String(all.host || 'localhost').replace(/:\\d+$/, '');
	return new ClientRequest({ ...all, hostname, port: Number(all.port) || usualPort, headers: { ...all.headers } }, done);
};
const http = (usualPort) => {
	const own = request(usualPort);
	return { request: own, get: (...args) => own(...args).end(), Server, IncomingMessage, ServerResponse, ClientRequest, STATUS_CODES, METHODS: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'], Agent: class Agent {}, globalAgent: {}, createServer: (options, handler) => new Server(typeof options === 'function' ? options : handler) };
};
module.exports = http(80);
`,
	_fetch: `
const http = require('http');
class Headers {
	constructor(from = {}) { Object.defineProperty(this, '_map', { value: new Map(Object.entries(from).map(([name, value]) => [name.toLowerCase(), String(value)])) }); }
	get(name) { const found = this._map.get(String(name).toLowerCase()); return found === undefined ? null : found; }
	has(name) { return this._map.has(String(name).toLowerCase()); }
	set(name, value) { this._map.set(String(name).toLowerCase(), String(value)); }
	forEach(f) { for (const [name, value] of this._map) f(value, name); }
	*[Symbol.iterator]() { yield* this._map; }
}
class Response {
	constructor(message, body, url) { this.status = message.statusCode; this.statusText = message.statusMessage; this.ok = this.status >= 200 && this.status < 300; this.headers = new Headers(message.headers); this.url = url; Object.defineProperty(this, '_body', { value: body }); }
	async text() { return this._body.toString(); }
	async json() { return JSON.parse(this._body.toString()); }
	async arrayBuffer() { return this._body; }
}
module.exports = (target, options = {}) => new Promise((yes, no) => {
	const url = String(target);
	const request = http.request(url, { method: options.method || 'GET', headers: { accept: '*/*', 'user-agent': 'node', ...options.headers } }, (message) => {
		const parts = [];
		message.on('data', (part) => parts.push(part));
		message.on('end', () => yes(new Response(message, Buffer.concat(parts), url)));
	});
	request.on('error', (cause) => no(new TypeError('fetch failed', { cause })));
	request.end(options.body);
});
`,
	https: `module.exports = require('http');`,
	express: `
const http = require('http'), fs = require('fs'), path = require('path'), querystring = require('querystring');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml', '.ico': 'image/x-icon' };
const SHORT = { html: 'text/html', json: 'application/json', text: 'text/plain', txt: 'text/plain', xml: 'application/xml', css: 'text/css', js: 'text/javascript' };
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
const page = (text) => '<!DOCTYPE html>\\n<html lang="en">\\n<head>\\n<meta charset="utf-8">\\n<title>Error</title>\\n</head>\\n<body>\\n<pre>' + text + '</pre>\\n</body>\\n</html>\\n';
const compile = (route, isPrefix) => {
	if (route instanceof RegExp) return { regexp: route, names: [] };
	const names = [];
	const source = String(route).replace(/\\/$/, '').replace(/[.+()]/g, '\\\\$&').replace(/\\{?\\*\\w*\\}?/g, '.*').replace(/:(\\w+)/g, (_, name) => { names.push(name); return '([^/]+)'; });
	return { regexp: new RegExp('^' + source + (isPrefix ? '(?:/|$)' : '/?$'), 'i'), names };
};
const Router = () => {
	const layers = [];
	const router = (req, res, out) => {
		let at = 0;
		const url = req.url, base = req.baseUrl;
		const next = (error) => {
			req.url = url;
			req.baseUrl = base;
			if (error === 'router' || error === 'route') error = undefined;
			const layer = layers[at++];
			if (!layer) return out(error);
			const pathname = req.url.split('?')[0];
			const isMethod = layer.method === undefined || layer.method === req.method || (req.method === 'HEAD' && layer.method === 'GET');
			const found = isMethod && (layer.regexp === undefined ? [''] : layer.regexp.exec(pathname));
			if (!found) return next(error);
			if ((layer.handler.length === 4) !== (error !== undefined)) return next(error);
			if (layer.isPrefix && layer.regexp) {
				const matched = found[0].replace(/\\/$/, '');
				req.baseUrl = base + matched;
				req.url = '/' + req.url.slice(matched.length).replace(/^\\//, '');
			}
			const params = { ...req.params };
			layer.names.forEach((name, i) => { params[name] = decodeURIComponent(found[i + 1]); });
			req.params = params;
			try {
				const result = error === undefined ? layer.handler(req, res, next) : layer.handler(error, req, res, next);
				if (result && typeof result.then === 'function') result.then(undefined, (failure) => next(failure || new Error('rejected')));
			} catch (failure) { next(failure); }
		};
		next();
	};
	const add = (method, route, isPrefix, handlers) => {
		for (const each of [].concat(route)) {
			const { regexp, names } = each === undefined || (isPrefix && each === '/') ? { names: [] } : compile(each, isPrefix);
			for (const handler of handlers.flat(5)) {
				if (typeof handler !== 'function') throw new TypeError('argument handler must be a function');
				layers.push({ method, regexp, names, isPrefix, handler: handler.handle || handler });
			}
		}
		return router;
	};
	router.use = (first, ...rest) => typeof first === 'function' || Array.isArray(first) && typeof first[0] === 'function' ? add(undefined, undefined, true, [first, ...rest]) : add(undefined, first, true, rest);
	for (const method of ['get', 'post', 'put', 'delete', 'patch', 'head', 'options']) router[method] = (route, ...handlers) => add(method.toUpperCase(), route, false, handlers);
	router.all = (route, ...handlers) => add(undefined, route, false, handlers);
	router.route = (route) => { const own = {}; for (const method of ['get', 'post', 'put', 'delete', 'patch', 'all']) own[method] = (...handlers) => { router[method](route, ...handlers); return own; }; return own; };
	router.param = () => router;
	return router;
};
const extendRequest = (req, app) => {
	req.app = app;
	req.originalUrl = req.url;
	req.baseUrl = '';
	req.params = {};
	req.protocol = 'http';
	req.secure = false;
	req.ip = req.socket.remoteAddress;
	req.hostname = String(req.headers.host || '').replace(/:\\d+$/, '');
	const [pathname, search = ''] = req.url.split('?');
	req.path = pathname;
	req.query = querystring.parse(search);
	req.get = req.header = (name) => req.headers[String(name).toLowerCase()];
	req.is = (type) => String(req.headers['content-type'] || '').includes(type) && type;
	req.accepts = () => true;
};
const extendResponse = (req, res, app) => {
	res.app = app;
	res.locals = {};
	res.status = (code) => { res.statusCode = code; return res; };
	res.set = res.header = (name, value) => { if (typeof name === 'object') for (const [key, each] of Object.entries(name)) res.set(key, each); else res.setHeader(name, value); return res; };
	res.get = (name) => res.getHeader(name);
	res.type = (type) => res.set('Content-Type', (type.includes('/') ? type : SHORT[type] || TYPES['.' + type] || type).replace(/^(text\\/\\w+|application\\/json)$/, '$1; charset=utf-8'));
	res.contentType = res.type;
	res.append = (name, value) => res.set(name, [].concat(res.getHeader(name) || [], value));
	res.vary = () => res;
	res.send = (body) => {
		if (typeof body === 'number' || typeof body === 'boolean' || (typeof body === 'object' && body !== null && !Buffer.isBuffer(body))) return res.json(body);
		if (!res.hasHeader('Content-Type')) { if (Buffer.isBuffer(body)) res.type('application/octet-stream'); else if (body !== undefined && body !== null) res.type('html'); }
		const data = body === undefined || body === null ? Buffer.from('') : Buffer.from(body);
		res.set('Content-Length', data.length);
		if (!res.hasHeader('ETag') && data.length > 0) res.set('ETag', require('_http').etag(data));
		res.end(req.method === 'HEAD' ? undefined : data);
		return res;
	};
	res.json = (value) => { if (!res.hasHeader('Content-Type')) res.type('json'); return res.send(JSON.stringify(value, null, app.settings['json spaces'])); };
	res.sendStatus = (code) => res.status(code).type('txt').send(http.STATUS_CODES[code] || String(code));
	res.redirect = (code, where) => { if (typeof code !== 'number') { where = code; code = 302; } return res.status(code).set('Location', where).type('txt').send(http.STATUS_CODES[code] + '. Redirecting to ' + where); };
	res.cookie = (name, value) => res.append('Set-Cookie', name + '=' + encodeURIComponent(String(value)) + '; Path=/');
	res.sendFile = (file, options, done) => {
		const root = options && typeof options === 'object' ? options.root : undefined;
		try { const data = fs.readFileSync(root ? path.join(root, file) : file); if (!res.hasHeader('Content-Type')) res.set('Content-Type', TYPES[path.extname(file)] || 'application/octet-stream'); res.send(data); }
		catch (error) { error.status = 404; req.next(error); }
	};
	res.render = (view) => { throw new Error('No default engine was specified and no extension was provided.'); };
};
const express = () => {
	const router = Router();
	const app = (req, res) => {
		extendRequest(req, app);
		extendResponse(req, res, app);
		if (!app.settings['x-powered-by-off']) res.set('X-Powered-By', 'Express');
		const last = (error) => {
			if (res.headersSent) return;
			if (error === undefined) return finish(404, 'Cannot ' + req.method + ' ' + escape(req.originalUrl.split('?')[0]));
			const status = error.status || error.statusCode || 500;
			if (status >= 500) console.error(error.stack || String(error));
			finish(status, process.env.NODE_ENV === 'production' ? http.STATUS_CODES[status] : escape(error.stack || String(error)).replaceAll('\\n', '<br>').replaceAll('  ', ' &nbsp;'));
		};
		const finish = (status, text) => { res.status(status).set('Content-Security-Policy', "default-src 'none'").set('X-Content-Type-Options', 'nosniff').type('html'); const data = page(text); res.set('Content-Length', Buffer.byteLength(data)); res.end(data); };
		req.next = last;
		router(req, res, last);
	};
	const get = router.get;
	Object.assign(app, router);
	app.settings = { env: process.env.NODE_ENV || 'development' };
	app.locals = {};
	app.handle = (req, res, out) => router(req, res, out);
	app.set = (name, value) => { app.settings[name] = value; return app; };
	app.get = (route, ...handlers) => handlers.length === 0 ? app.settings[route] : (get(route, ...handlers), app);
	for (const name of ['use', 'post', 'put', 'delete', 'patch', 'all', 'head', 'options']) { const own = router[name]; app[name] = (...args) => { own(...args); return app; }; }
	app.enable = (name) => app.set(name, true);
	app.disable = (name) => app.set(name === 'x-powered-by' ? 'x-powered-by-off' : name, name === 'x-powered-by');
	app.engine = () => app;
	app.listen = (...args) => http.createServer(app).listen(...args);
	return app;
};
const readBody = (matches, parse) => (req, res, next) => {
	if (req.body !== undefined && req._read) return next();
	if (!matches(String(req.headers['content-type'] || '')) || !req._body.length) { if (req.body === undefined) req.body = {}; return next(); }
	try { req.body = parse(req._body); req._read = true; next(); } catch (error) { error.status = 400; next(error); }
};
express.json = () => readBody((type) => type.includes('json'), (body) => JSON.parse(body.toString()));
express.urlencoded = () => readBody((type) => type.includes('urlencoded'), (body) => querystring.parse(body.toString()));
express.text = () => readBody((type) => type.includes('text/'), (body) => body.toString());
express.raw = () => readBody(() => true, (body) => body);
express.static = (root) => (req, res, next) => {
	if (req.method !== 'GET' && req.method !== 'HEAD') return next();
	let file = path.join(root, path.normalize(decodeURIComponent(req.url.split('?')[0])));
	try {
		if (fs.statSync(file).isDirectory()) file = path.join(file, 'index.html');
		const data = fs.readFileSync(file);
		res.set('Content-Type', TYPES[path.extname(file)] || 'application/octet-stream').send(data);
	} catch { next(); }
};
express.Router = Router;
module.exports = express;
`,
	'body-parser': `const express = require('_express'); module.exports = { json: express.json, urlencoded: express.urlencoded, text: express.text, raw: express.raw };`,
	cors: `module.exports = () => (req, res, next) => { res.setHeader('Access-Control-Allow-Origin', '*'); if (req.method === 'OPTIONS') { res.statusCode = 204; res.end(); } else next(); };`,
	helmet: `module.exports = () => (req, res, next) => { res.setHeader('X-Content-Type-Options', 'nosniff'); res.setHeader('X-Frame-Options', 'SAMEORIGIN'); next(); };`,
	morgan: `module.exports = () => (req, res, next) => { const from = Date.now(); res.on('finish', () => console.log(req.method + ' ' + req.originalUrl + ' ' + res.statusCode + ' ' + (Date.now() - from).toFixed(3) + ' ms - ' + (res.getHeader('content-length') || '-'))); next(); };`,
	dotenv: `
const fs = require('fs');
module.exports = { config(options = {}) {
	try {
		for (const line of fs.readFileSync(options.path || '.env', 'utf8').split('\\n')) {
			const found = /^\\s*(?:export\\s+)?([\\w.-]+)\\s*=\\s*(.*?)\\s*$/.exec(line);
			if (found && !(found[1] in process.env)) process.env[found[1]] = found[2].replace(/^(['"])(.*)\\1?$/, '$2').replace(/['"]$/, '');
		}
		return {};
	} catch (error) { return { error }; }
} };
`,
	uuid: `const { randomUUID } = require('crypto'); module.exports = { v4: () => randomUUID() };`,
};
