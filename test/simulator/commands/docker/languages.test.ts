import { expect, test } from 'vitest';
import { printed } from './docker-bench.ts';

test('pip: what requirements ask for comes with what it needs; caches, virtual environments, systems of their own', () => {
	expect(
		printed(`printf 'flask==3.0.0\\n# none\\nrequests>=2\\n' > requirements.txt
printf 'FROM python:3.12-slim\\nCOPY requirements.txt .\\nRUN pip install -r requirements.txt\\n' > a
printf 'FROM python:3.12-slim\\nCOPY requirements.txt .\\nRUN pip install --no-cache-dir -r requirements.txt\\n' > b
printf 'FROM python:3.12-slim AS build\\nRUN python -m venv /opt/venv\\nENV PATH="/opt/venv/bin:$PATH"\\nCOPY requirements.txt .\\nRUN pip install -q -r requirements.txt\\nFROM python:3.12-slim\\nCOPY --from=build /opt/venv /opt/venv\\nENV PATH="/opt/venv/bin:$PATH"\\nCMD ["pip", "freeze"]\\n' > c
for each in a b c; do docker build -q -t py:$each -f $each . > /dev/null; done
docker images --format '{{.Tag}} {{.Size}}' py | sort
docker run --rm py:b sh -c 'pip list | head -4; pip install flask | head -1; pip install nosuch'
docker run --rm py:c | tail -2
docker run -q --rm alpine:3.20 sh -c 'apk add --no-cache python3 py3-pip > /dev/null; pip install flask 2>&1 | head -1; pip install --break-system-packages flask 2>/dev/null | tail -1'
docker run -q --rm --network none python:3.12-slim pip install flask 2>&1 | tail -1`),
	).toBe(`a 118MB
b 117MB
c 126MB
Package            Version
------------------ ---------
blinker            1.9.0
certifi            2025.10.5
Requirement already satisfied: flask in /usr/local/lib/python3.12/site-packages (3.0.0)
ERROR: Could not find a version that satisfies the requirement nosuch (from versions: none)
ERROR: No matching distribution found for nosuch
urllib3==2.5.0
Werkzeug==3.1.3
error: externally-managed-environment
Successfully installed blinker-1.9.0 click-8.3.0 flask-3.1.2 itsdangerous-2.2.0 jinja2-3.1.6 markupsafe-3.0.3 werkzeug-3.1.3
ERROR: No matching distribution found for flask
`);
});

test('npm and go: dependencies of a manifest, files as large as programs', () => {
	expect(
		printed(`printf '{"name":"web","version":"1.0.0","scripts":{"start":"echo started"},"dependencies":{"express":"^4"},"devDependencies":{"jest":"^29"}}' > package.json
printf 'FROM node:20-alpine\\nWORKDIR /app\\nCOPY package*.json ./\\nRUN npm install\\nCMD ["npm", "start"]\\n' > a
sed 's/npm install/npm install --omit=dev/' a > b; sed 's/npm install/npm ci/' a > c
for each in a b; do docker build -q -t js:$each -f $each . > /dev/null; done; docker build -f c . 2>&1 | grep -c EUSAGE
docker images --format '{{.Tag}} {{.Size}}' js | sort; docker run --rm js:b
docker run --rm js:b npm install nosuch 2>&1 | head -4
printf 'package main\\nimport "net/http"\\nfunc main() { http.ListenAndServe(":80", nil) }\\n' > main.go
printf 'FROM golang:1.22 AS build\\nWORKDIR /src\\nCOPY *.go .\\nRUN go mod init example.com/hi && CGO_ENABLED=0 go build -o /hi .\\nFROM scratch\\nCOPY --from=build /hi /hi\\nCMD ["/hi"]\\n' > d
docker build -q -t go:d -f d . > /dev/null; docker images --format '{{.Size}}' go; docker run --rm go:d
docker run --rm golang:1.22 sh -c 'go version; cd /tmp; go build' 2>/dev/null; docker run -q --rm golang:1.22 sh -c 'cd /tmp; go build'; echo "status $?"`),
	).toBe(`2
a 185MB
b 129MB

> web@1.0.0 start
> echo started

started
npm error code E404
npm error 404 Not Found - GET https://registry.npmjs.org/nosuch - Not found
npm error 404
npm error 404  'nosuch@*' is not in this registry.
7.73MB
hi: this simulated world cannot run hi
go version go1.22.12 linux/amd64
go: go.mod file not found in current directory or any parent directory; see 'go help modules'
status 1
`);
});
