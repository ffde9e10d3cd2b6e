/** Programs whose output the real Node was asked for. */
export const NODE_CASES: readonly string[] = [
	"console.log('hi', 1 + 2, [1, 2, 3], { a: 1, b: 'x', c: [{ d: 1 }] }, null, undefined, true, -0, 1e21, 10n)",
	'const f = (a, b = 2, ...c) => a + b + c.length; console.log(f(1), f(1, 2, 3, 4), f.length, f.name)',
	`class A { #p = 3; static n = 0; constructor(x) { this.x = x; A.n++; } get y() { return this.x * 2; } static s() { return 's'; } m() { return this.#p; } }
class B extends A { constructor() { super(5); this.z = 1; } m() { return super.m() + 1; } }
class C extends B {}
const b = new C(); console.log(b, b.y, B.s(), b.m(), b instanceof A, A.n, typeof A, C.name)`,
	'const { x, y: { z = 4 } = {}, ...rest } = { x: 1, p: 2, q: [3] }; const [a, , b = 9, ...c] = [1, 2, undefined, 4, 5]; console.log(x, z, rest, a, b, c)',
	'let s = 0; for (let i = 0; i < 10; i++) { if (i === 3) continue; if (i > 6) break; s += i } const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); console.log(s, fs.map((f) => f()))',
	"out: for (const i of [1, 2, 3]) { for (const j in { a: 1, b: 2 }) { if (j === 'b') continue out; if (i === 3) break out; console.log(i, j) } }",
	"switch (3) { case 1: console.log('one'); case 3: console.log('three'); case 4: console.log('four'); break; default: console.log('other') }",
	`async function g(n) { await new Promise((yes) => setTimeout(yes, n)); return n }
g(20).then(console.log).finally(() => console.log('done'));
(async () => { try { await Promise.reject(new Error('bad')) } catch (e) { console.log(e.message, e instanceof Error, String(e)) } })();
Promise.all([g(5), 3, g(1)]).then((all) => console.log(all)); Promise.race([g(9), g(2)]).then(console.log);
Promise.allSettled([g(1), Promise.reject(7)]).then(console.log); (async () => { for await (const x of (async function* () { yield 1; yield 2 })()) console.log('of', x) })()`,
	`setTimeout(() => console.log('timeout'), 200); setImmediate(() => { console.log('immediate'); process.nextTick(() => console.log('tick 2')); Promise.resolve().then(() => console.log('micro 2')) });
Promise.resolve().then(() => console.log('micro')); process.nextTick(() => console.log('tick')); queueMicrotask(() => console.log('queued')); console.log('sync'); const t = setInterval(() => { console.log('interval'); clearInterval(t) }, 500)`,
	'function* gen() { const got = yield 1; console.log(got); yield* [2, 3]; return 4 } const it = gen(); console.log(it.next(), it.next("x"), [...it], [...gen()].length)',
	"console.log([3, 1, 10, 2].sort(), [3, 1, 10, 2].sort((a, b) => b - a), [1, 2, 3, 4].reduce((a, b) => a + b), [[1], [2, [3]]].flat(2), Array.from({ length: 3 }, (_, i) => i * i), [1, 2, 3].includes(2), ['a', 'b'].indexOf('b'), [1, 2, 3, 4].splice(1, 2), Array(3).fill(0))",
	"console.log('a-b-c'.split('-'), 'abcabc'.replace(/b/g, (m) => m.toUpperCase()), 'x1y22'.match(/\\d+/g), /(\\d+)-(?<n>\\w+)/.exec('12-ab').groups.n, 'Hello'.padEnd(8, '.') + '|', ' trim '.trim(), 'abc'.at(-1), 'a,b'.split(','), 'ab'.repeat(2), 'x'.codePointAt(0), 'éa'.length)",
	"console.log(JSON.stringify({ a: [1, { b: 2 }], c: undefined, d: new Date(0), e: NaN, f: 'q\"' }), JSON.parse('{\"x\":[1,2,{\"y\":null}]}'), JSON.stringify([1, { a: 2 }], null, 2), JSON.stringify('x'), JSON.stringify({ toJSON() { return 5 } }))",
	"console.log(typeof null, typeof (() => 1), ({}).b?.c.d.e, null ?? 'd', 0 || 'e', '' && 1, void 0, typeof nothing, [] + {}, '5' * '2', 1 + '2', '3' - 1, [1] == 1, null == undefined, NaN === NaN, !!'0')",
	"console.log(new Map([['k', { v: 1 }]]), new Set([1, 'a']), Symbol('q'), () => 1, function foo() {}, class Q {}, [undefined, null], new Error('e').message, Object.create(null), [[[[1]]]], { a: { b: { c: { d: 1 } } } })",
	"console.log('%s is %d years and %O%%', 'Bob', 42, { a: 1 }, 'rest'); console.log({ 'a-b': 1, 2: 3 }, ['it\\'s'], 'plain', ['nl\\n'])",
	"console.log({ id: 1, name: 'a long enough name of somebody', address: 'and a street with a number', tags: ['one', 'two'] }, [{ a: 1, b: 2 }, { a: 3, b: 4 }])",
	'console.log(0.1 + 0.2, (1234.5678).toFixed(2), 2 ** 10, 7 % -3, -7 % 3, 5 / 2 | 0, 1 / 0, parseInt("12px"), parseFloat("1.5e3x"), Number("0x1f"), Number(""), Number("a"), (255).toString(16), 5 >>> 1, ~5, 1_000, 0b11, 10n ** 20n, Math.max(1, 5, 3), Math.round(-1.5), (1e6).toLocaleString())',
	"const d = new Date('2026-03-02T09:00:48.123Z'); console.log(d, d.getTime(), d.toISOString(), d.getUTCDay(), d.toUTCString(), new Date(2026, 0, 31).getMonth(), JSON.stringify({ d }), new Date(NaN))",
	"try { null.x } catch (e) { console.log(e.name, e.message) } try { undefined.f() } catch (e) { console.log(e.message) } try { nope } catch (e) { console.log(e.message) } try { ({}).f() } catch (e) { console.log(e.message) } try { const c = 1; c = 2 } catch (e) { console.log(e.message) } try { JSON.parse('') } catch (e) { console.log(e.message) } try { [].reduce((a) => a) } catch (e) { console.log(e.message) } try { new (class { constructor() { throw new TypeError('t') } })() } catch { console.log('caught') } finally { console.log('finally') }",
	"class E extends Error { constructor(m) { super(m); this.name = 'E'; this.code = 3 } } try { throw new E('own') } catch (e) { console.log(e.name, e.message, e.code, e instanceof E, e instanceof Error, `${e}`) }",
	"const path = require('path'); console.log(path.join('/a', '../b', './c.txt'), path.resolve('/x', 'y', '../z'), path.basename('/q/w.js', '.js'), path.extname('a.tar.gz'), path.dirname('/a/b/c'), path.relative('/a/b', '/a/c/d'), path.parse('/home/u/f.txt'))",
	"const E = require('events'); const e = new E(); e.on('x', (a, b) => console.log('on', a, b)); e.once('x', () => console.log('once')); e.emit('x', 1, 2); console.log(e.emit('x', 3, 4), e.emit('none'), e.listenerCount('x'))",
	"const url = require('url'); const u = new URL('http://u:p@Host.example:8080/a/../b?x=1&y=2&x=3#h'); console.log(u.host, u.pathname, u.searchParams.get('y'), u.searchParams.getAll('x'), u.hash, u.origin, url.parse('/p/q?a=1&b=2', true).query.b, url.parse('http://h:1/p?q').pathname)",
	"console.log(Buffer.from('héllo').toString('base64'), Buffer.from('aGk=', 'base64').toString(), Buffer.from('hi').toString('hex'), Buffer.from('abc'), Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(), Buffer.byteLength('é'), Buffer.alloc(3))",
	"const crypto = require('crypto'); console.log(crypto.createHash('sha256').update('x').digest('hex'), crypto.createHash('sha1').update('x').digest('base64'), crypto.randomBytes(4).length, /^[\\da-f-]{36}$/.test(crypto.randomUUID()))",
	"const fs = require('fs'); fs.writeFileSync('/tmp/t.txt', 'one\\n'); fs.appendFileSync('/tmp/t.txt', 'two\\n'); console.log(fs.readFileSync('/tmp/t.txt', 'utf8').split('\\n'), fs.existsSync('/tmp/none'), fs.statSync('/tmp/t.txt').size); try { fs.readFileSync('/tmp/none') } catch (e) { console.log(e.code, e.message) } fs.readFile('/tmp/t.txt', 'utf8', (e, t) => console.log('cb', e, t.length)); fs.promises.readFile('/tmp/nope').catch((e) => console.log(e.code)); fs.unlinkSync('/tmp/t.txt')",
	"const o = { get a() { return 1 }, set a(v) {}, ['c' + 1]: 2, m() { return this.c1 }, async n() {}, *g() {} }; console.log(o, o.m(), Object.keys(o), Object.entries({ x: 1 }), Object.assign({}, { a: 1 }, { b: 2 }), { ...{ a: 1 }, b: 2 }, 'a' in { a: 1 }, delete o.c1, o.c1)",
	'var self = this; function F(n) { this.n = n } F.prototype.get = function () { return this.n }; const f = new F(3); console.log(f.get(), f, F.prototype.get.call({ n: 4 }), [1, 2].map(String), Math.max.apply(null, [1, 2]), f.get.bind({ n: 9 })(), typeof self)',
	'console.log(hoisted(), typeof later); function hoisted() { return "yes" } var later = 1; if (true) { var leaks = 2 } console.log(leaks); { let inner = 1 } console.log(typeof inner)',
	"process.on('exit', (code) => console.log('exit', code)); process.exitCode = 3; console.log(process.argv.length, process.platform, typeof process.pid, process.env.NOPE, process.cwd() === require('path').resolve('.'))",
	'const x = 5\nconst y = x\n;[1, 2].forEach((v) => console.log(v * y))\nlet z = x\n++z\nconsole.log(z, `a${`b${x}`}c`, x /2/ 1, /=/.test("a=b"))',
	'console.log(1); process.exit(4); console.log(2)',
	"console.log('before'); throw new Error('boom')",
	"Promise.reject(new TypeError('late')); console.log('first')",
	'function f() { return f() } try { f() } catch (e) { console.log(e instanceof RangeError, e.message) }',
	"require('./nowhere')",
	'let a = ;',
	"const util = require('util'); console.log(util.inspect({ a: [1] }), util.format('%s=%d', 'x', 1)); util.promisify((a, done) => done(null, a + 1))(1).then(console.log)",
	"console.log([1.5, 'a', { b: [] }, {}], [,1], new Array(2).length, [1, 2, 3].toString(), String([1, [2, 3]]), String({}), [...'héy'].length)",
];
