import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('node-servers').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

// nodejs.org/api/http.html: what is written before the end has no length; SIGTERM is the program's when it wants it.
test('a program of a ConfigMap serves, logs what is asked of it, and ends when it is told to', () => {
	expect(
		printed(`cat > server.js <<'X'
const http = require('http'), os = require('os');
const server = http.createServer((request, response) => {
  console.log('Received request for URL: ' + request.url);
  if (request.url === '/json') { response.setHeader('Content-Type', 'application/json'); return response.end(JSON.stringify({ host: os.hostname() })); }
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end('Hello ' + process.env.NAME + '\\n');
});
server.listen(8080, () => console.log('listening'));
process.on('SIGTERM', () => { console.log('closing'); server.close(() => process.exit(0)); });
X
kubectl create configmap code --from-file=server.js
kubectl run web --image=node:20-alpine --port=8080 --expose --env=NAME=you --overrides='{"spec":{"volumes":[{"name":"c","configMap":{"name":"code"}}],"containers":[{"name":"web","image":"node:20-alpine","command":["node","/c/server.js"],"env":[{"name":"NAME","value":"you"}],"volumeMounts":[{"name":"c","mountPath":"/c"}]}]}}'
kubectl wait --for=condition=Ready pod/web >/dev/null
ip=$(kubectl get svc web -o jsonpath={.spec.clusterIP}):8080
curl -si $ip | grep -v Date; curl -si $ip/json | grep -v Date; curl -sI $ip | head -1
kubectl logs web -f > log & kubectl delete pod web; wait; cat log`),
	).toBe(`configmap/code created
service/web created
pod/web created
HTTP/1.1 200 OK\r
Content-Type: text/plain\r
Connection: keep-alive\r
Keep-Alive: timeout=5\r
Transfer-Encoding: chunked\r
\r
Hello you
HTTP/1.1 200 OK\r
Content-Type: application/json\r
Connection: keep-alive\r
Keep-Alive: timeout=5\r
Content-Length: 14\r
\r
{"host":"web"}
HTTP/1.1 200 OK\r
pod "web" deleted from default namespace
listening
Received request for URL: /
Received request for URL: /json
Received request for URL: /
closing
`);
});

// expressjs.com/en/starter/hello-world.html; its answers' headers as Express 4 sends them.
test('an image of express: npm brings it, routes answer, an error does not end it', () => {
	expect(
		printed(`mkdir app && cd app && cat > package.json <<X
{ "name": "app", "version": "1.0.0", "scripts": { "start": "node index.js" }, "dependencies": { "express": "^4.18.2" } }
X
cat > index.js <<'X'
const express = require('express')
const app = express()
app.use(express.json())
app.get('/', (req, res) => { res.send('Hello World!') })
app.get('/items/:id', (req, res) => res.status(req.params.id === '1' ? 200 : 404).json({ id: req.params.id, q: req.query.q }))
app.post('/items', (req, res) => res.status(201).json({ got: req.body.name }))
app.get('/bad', async () => { throw new Error('bad') })
app.use((error, req, res, next) => { res.status(500).send(error.message) })
app.listen(3000, () => console.log('Example app listening on port 3000'))
X
printf 'FROM node:18-alpine\\nWORKDIR /app\\nCOPY package*.json ./\\nRUN npm install\\nCOPY . .\\nUSER node\\nCMD ["npm", "start"]\\n' > Dockerfile
docker build -q -t app . >/dev/null; docker run -d --name web -p 3000:3000 app >/dev/null; sleep 3; docker exec web id -un
curl -si localhost:3000/ | grep -v Date
for path in '/items/1?q=x' /items/2 /bad /none; do curl -s -w ' %{http_code}\\n' localhost:3000$path | tail -3; done
curl -s -X POST -H 'Content-Type: application/json' -d '{"name":"b"}' localhost:3000/items; echo; docker logs web
docker pull -q node:18-alpine >/dev/null; docker run --rm node:18-alpine sh -c "node -e \\"require('express')\\" 2>&1 | grep Error"`),
	).toBe(`node
HTTP/1.1 200 OK\r
X-Powered-By: Express\r
Content-Type: text/html; charset=utf-8\r
Content-Length: 12\r
ETag: W/"c-Lve95gjOVATpfV8EL5X4nxwjKHE"\r
Connection: keep-alive\r
Keep-Alive: timeout=5\r
\r
Hello World!
{"id":"1","q":"x"} 200
{"id":"2"} 404
bad 500
</body>
</html>
 404
{"got":"b"}

> app@1.0.0 start
> node index.js

Example app listening on port 3000
Error: Cannot find module 'express'
`);
});
