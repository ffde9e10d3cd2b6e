mkdir -p /opt/work/folder/conf /opt/lab
cd /opt/work/folder/conf
printf 'server {\n  listen 80;\n  include /etc/nginx/conf.d/answer.inc;\n}\n' > site.conf
printf 'location / {\n  default_type text/plain;\n  return 200 "@{greeting}\\n";\n}\n' > answer.inc
printf 'rate = 5\nburst = 20\n' > limits.ini
printf 'host = localhost\npassword = cherry-tree\n' > @{skipped}
cp -r /opt/work/folder/conf /opt/lab/conf
chmod -R a+rwX /opt/work/folder
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{ name: web, image: 'nginx:1.27' }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec: { selector: { app: '@{app}' }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: '@{other}', namespace: '@{namespace}' }
data: { level: low }
---
apiVersion: v1
kind: Secret
metadata: { name: '@{other}', namespace: '@{namespace}' }
stringData: { key: first-key }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{other}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{other}' } }
  template:
    metadata: { labels: { app: '@{other}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: busybox:1.36
          command: [sleep, '1000000']
          env:
            - { name: LEVEL, valueFrom: { configMapKeyRef: { name: '@{other}', key: level } } }
            - { name: ACCESS_KEY, valueFrom: { secretKeyRef: { name: '@{other}', key: key } } }
          volumeMounts: [{ name: conf, mountPath: '/etc/@{other}/level', subPath: level }]
      volumes: [{ name: conf, configMap: { name: '@{other}' } }]
YAML
for name in @{app} @{other}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
@{fault.change}
