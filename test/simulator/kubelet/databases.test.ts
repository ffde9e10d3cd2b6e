import { expect, test } from 'vitest';
import { MYSQL_DIALECT, POSTGRES_DIALECT, SqlError } from '../../../simulator/kubelet/images/sql/sql-dialect.ts';
import { SqlEngine, type SqlSession } from '../../../simulator/kubelet/images/sql/sql-engine.ts';
import { NodeCluster } from './test-node.ts';

/** What each script prints, in one session: rows with bars, or the error. */
function session(dialect = MYSQL_DIALECT): (script: string) => string[] {
	const engine = new SqlEngine({ databases: new Map(), users: new Map() }, dialect, (name) =>
		name === 'version' ? '8.0' : undefined,
	);
	const state: SqlSession = { user: 'root', database: undefined };
	return (script) => {
		const told: string[] = [];
		try {
			engine.run(state, script, (result) => {
				if ('done' in result) told.push(result.done);
				else told.push(...[result.columns, ...result.rows].map((row) => row.map((value) => value ?? '-').join('|')));
			});
		} catch (error) {
			if (!(error instanceof SqlError)) throw error;
			told.push(error.message);
		}
		return told;
	};
}

test('the statements of exercises', () => {
	const run = session();
	expect(run('SELECT 1, "two" AS b, version();')).toEqual(['1|b|version()', '1|two|8.0']);
	expect(run('create table t (id int)')).toEqual(['ERROR 1046 (3D000): No database selected']);
	expect(run('CREATE DATABASE shop; USE shop; SHOW DATABASES;')).toEqual([
		'CREATE DATABASE',
		'USE',
		'Database',
		'shop',
	]);
	expect(run('CREATE DATABASE shop')).toEqual(["ERROR 1007 (HY000): Can't create database 'shop'; database exists"]);
	expect(
		run('CREATE TABLE t (id INT AUTO_INCREMENT, name VARCHAR(20), n DECIMAL(5,2), PRIMARY KEY (id)); DESC t'),
	).toEqual(['CREATE TABLE', 'Field|Type', 'id|int', 'name|varchar(20)', 'n|decimal(5,2)']);
	expect(
		run(
			"INSERT INTO t (name, n) VALUES ('it''s', 1.5), ('b', -2), (NULL, 10); -- a comment; with a semicolon\nSELECT * FROM t",
		),
	).toEqual(['INSERT 0 3', 'id|name|n', "1|it's|1.5", '2|b|-2', '3|-|10']);
	expect(run('SELECT name FROM t WHERE n >= 1 AND name IS NOT NULL ORDER BY n DESC LIMIT 1')).toEqual(['name', "it's"]);
	expect(run("SELECT id FROM shop.t WHERE name LIKE '%t_s' ; SELECT COUNT(*) FROM t WHERE id <> 2")).toEqual([
		'id',
		'1',
		'COUNT(*)',
		'2',
	]);
	expect(run("UPDATE t SET name = 'c' WHERE id = 3; DELETE FROM t WHERE name = 'b'; SELECT name FROM t")).toEqual([
		'UPDATE 1',
		'DELETE 1',
		'name',
		"it's",
		'c',
	]);
	expect(run('SELECT nope FROM t')).toEqual(["ERROR 1054 (42S22): Unknown column 'nope' in 'field list'"]);
	expect(run('SELEC 1')).toEqual([
		"ERROR 1064 (42000): You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELEC 1' at line 1",
	]);
	expect(run('__proto__')).toHaveLength(1);
	const other = session(POSTGRES_DIALECT);
	expect(other('SELECT 1; SELEC 2')).toEqual(['?column?', '1', 'ERROR:  syntax error at or near "SELEC"']);
});

test('a database server without a password says so and ends', () => {
	const cluster = new NodeCluster();
	cluster.pod('my', { image: 'mysql:8.0' }, { restartPolicy: 'Never' });
	cluster.pod('pg', { image: 'postgres:16' }, { restartPolicy: 'Never' });
	cluster.pod('ok', { image: 'mysql:8.0', env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'pw' }] });
	cluster.run(60);
	expect(cluster.status('my').containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(1);
	expect(cluster.logs('my').split('\n').slice(1)).toEqual([
		expect.stringMatching(/ \[ERROR\] \[Entrypoint\]: Database is uninitialized and password option is not specified$/),
		'    You need to specify one of the following as an environment variable:',
		'    - MYSQL_ROOT_PASSWORD',
		'    - MYSQL_ALLOW_EMPTY_PASSWORD',
		'    - MYSQL_RANDOM_ROOT_PASSWORD',
		'',
	]);
	expect(cluster.logs('pg')).toMatch(/^Error: Database is uninitialized and superuser password is not specified\.\n/);
	expect(cluster.status('ok').phase).toBe('Running');
	expect(cluster.logs('ok')).toMatch(/ready for connections\. Version: '8\.0\.44'/);
});

test('redis: a list is a queue, and what is taken can wait in another', () => {
	const cluster = new NodeCluster();
	cluster.pod('redis', { image: 'redis:7', command: ['redis-server'] });
	cluster.run(20);
	const ask = (...words: string[]): string => cluster.exec('redis', 'redis-cli', ...words).replace(/\[\w+\]/, '');
	expect(ask('LPUSH', 'todo', 'a', 'b', 'c', 'a')).toBe('4\n');
	expect(ask('RPOPLPUSH', 'todo', 'doing')).toBe('a\n');
	expect(ask('LMOVE', 'todo', 'doing', 'LEFT', 'RIGHT')).toBe('a\n');
	expect(ask('LRANGE', 'doing', '0', '-1')).toBe('a\na\n');
	expect(ask('LREM', 'doing', '-1', 'a')).toBe('1\n');
	expect(ask('LREM', 'doing', '0', 'a')).toBe('1\n');
	expect(ask('EXISTS', 'doing')).toBe('0\n');
	expect(ask('LMOVE', 'doing', 'todo', 'LEFT', 'RIGHT')).toBe('\n');
	expect(ask('LMOVE', 'doing', 'todo', 'UP', 'DOWN')).toBe('ERR syntax error\n');
	expect(ask('LRANGE', 'todo', '0', '-1')).toBe('c\nb\n');
});
