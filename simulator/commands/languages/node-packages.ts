/** A package of the npm registry, with all that it brings along. */
export interface NodePackage {
	readonly name: string;
	readonly version: string;
	/** How many packages come, itself among them. */
	readonly count: number;
	readonly kib: number;
	readonly bin: string | undefined;
}

/** Name, version, how many packages come, KiB on the disk, a program that it brings. */
const TABLE = `
@nestjs/cli 11.0.12 282 92000 nest
@nestjs/common 11.1.8 21 6200
@nestjs/core 11.1.8 36 8900
@types/express 5.0.5 9 420
@types/node 24.10.0 2 2500
apollo-server 3.13.0 139 21000
async 3.2.6 1 800
aws-sdk 2.1692.0 41 98000
axios 1.13.2 24 3200
bcrypt 6.0.0 3 1400
body-parser 2.2.0 22 1500
chalk 5.6.2 1 60
class-validator 0.14.2 4 3600
commander 14.0.2 1 220
cookie-parser 1.4.7 3 60
cors 2.8.5 3 60
debug 4.4.3 2 60
dotenv 17.2.3 1 110
ejs 3.1.10 15 700 ejs
eslint 9.39.1 86 12800 eslint
express 5.1.0 68 2700
express-session 1.18.2 12 300
fastify 5.6.1 49 6300
helmet 8.1.0 1 110
http-server 14.1.1 49 2100 http-server
ioredis 5.8.2 10 2300
jest 30.2.0 298 42000 jest
joi 18.0.1 8 1900
jsonwebtoken 9.0.2 15 560
kafkajs 2.2.4 1 1100
koa 3.1.1 34 1200
lodash 4.17.21 1 1400
mocha 11.7.5 84 5400 mocha
moment 2.30.1 1 4300
mongodb 7.0.0 12 6800
mongoose 8.19.3 18 10400
morgan 1.10.1 9 110
mysql2 3.15.3 13 2500
next 16.0.1 46 242000 next
nodemon 3.1.11 29 2100 nodemon
passport 0.7.0 4 110
pg 8.16.3 15 640
pm2 6.0.13 136 24500 pm2
prom-client 15.1.3 5 700
react 19.2.0 1 260
react-dom 19.2.0 3 6400
react-scripts 5.0.1 1378 268000 react-scripts
redis 5.9.0 7 5200
request 2.88.2 49 6100
rxjs 7.8.2 2 4400
sequelize 6.37.7 26 12400
serve 14.2.5 91 6400 serve
socket.io 4.8.1 22 3500
supertest 7.1.4 39 1300
ts-node 10.9.2 20 3100 ts-node
typescript 5.9.3 1 23000 tsc
uuid 13.0.0 1 200 uuid
vite 7.2.2 16 42000 vite
vue 3.5.24 21 21000
webpack 5.102.1 78 22000 webpack
webpack-cli 6.0.1 53 3600 webpack
winston 3.18.3 30 2600
ws 8.18.3 1 180
yarn 1.22.22 1 5400 yarn
`;

export const NODE_PACKAGES: ReadonlyMap<string, NodePackage> = new Map(
	TABLE.trim()
		.split('\n')
		.map((line) => {
			const [name = '', version = '', count, kib, bin] = line.split(' ');
			return [name, { name, version, count: Number(count), kib: Number(kib), bin }] as const;
		}),
);
