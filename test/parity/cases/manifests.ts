/** Manifests that several groups share: what people have lying in their working directory. */
export const WEB_DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
    team: red
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        ports:
        - containerPort: 80
        resources:
          requests:
            cpu: 50m
            memory: 32Mi
          limits:
            memory: 64Mi
        readinessProbe:
          httpGet:
            path: /
            port: 80
`;

export const WEB_SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 80
`;

export const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  color: blue
  greeting: |
    hello
    world
---
apiVersion: v1
kind: Secret
metadata:
  name: login
type: Opaque
stringData:
  username: admin
  password: "s3cr3t!"
`;

export const POD = `apiVersion: v1
kind: Pod
metadata:
  name: box
  labels:
    app: box
    tier: tools
  annotations:
    note: "a box"
spec:
  nodeName: node01
  containers:
  - name: main
    image: busybox:1.36
    command: ["sh", "-c", "echo started; sleep 3600"]
    env:
    - name: COLOR
      value: blue
    - name: NODE
      valueFrom:
        fieldRef:
          fieldPath: spec.nodeName
  - name: side
    image: busybox:1.36
    command: ["sh", "-c", "while true; do sleep 60; done"]
    volumeMounts:
    - name: scratch
      mountPath: /scratch
  volumes:
  - name: scratch
    emptyDir: {}
`;
