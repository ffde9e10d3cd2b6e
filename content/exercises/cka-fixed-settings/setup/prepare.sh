install -d -m 0777 /opt/files/settings
printf 'rate = @{rate}\nparity = even\n' > /opt/files/settings/link.ini
printf 'north 12\nsouth 44\n' > /opt/files/settings/angles.tab
printf 'internal only\n' > /opt/files/settings/notes.txt
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 2
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: web, image: 'nginx:1.27' }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: @{other}-zones, namespace: @{namespace} }
immutable: true
data: { zones: 'utc+1 utc+2', step: '5' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{other}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{other} } }
  template:
    metadata: { labels: { app: @{other} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'echo "zones $ZONES, step $STEP"; exec sleep infinity']
          env:
            - { name: ZONES, valueFrom: { configMapKeyRef: { name: @{fault.map}, key: @{fault.key} } } }
            - { name: STEP, valueFrom: { configMapKeyRef: { name: @{other}-zones, key: step } } }
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 15
